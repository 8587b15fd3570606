package org.rustos.cli.record;

import org.rustos.core.machine.Core;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a run with a recorded trail while it goes on, and ends it at the first entry that is
 * another: the difference lies behind the entry before.
 */
final class TrailCheck extends Boundaries implements AutoCloseable {
    private final Path path;
    private final DataInputStream in;
    private final Stride stride = new Stride();
    private final long[] recordedClocks;
    private final long[] recordedInstructions;
    private final long[] clocks;
    private final long[] instructions;
    private long equalTo;
    private int core;
    private int low;
    private boolean ended;
    private long total;
    private long last;

    TrailCheck(Path path, int cores) {
        this.path = path;
        recordedClocks = new long[cores];
        recordedInstructions = new long[cores];
        clocks = new long[cores];
        instructions = new long[cores];
        try {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)));
        } catch (IOException e) {
            throw damaged();
        }
        advance();
    }

    private RuntimeException damaged() {
        return Recording.bad(path + ": damaged, no trail of a run; record again");
    }

    private void advance() {
        try {
            core = (int) Varint.read(in) - 1;
            if (core == -1) {
                total = Varint.read(in);
                last = in.readLong();
                ended = true;
            } else if (core < 0 || core >= clocks.length) {
                throw damaged();
            } else {
                recordedClocks[core] += Varint.read(in);
                recordedInstructions[core] += Varint.read(in);
                low = in.readInt();
            }
        } catch (IOException e) {
            throw damaged();
        }
    }

    @Override
    void reached(Core now, Kind kind, long number, long digest) {
        if (ended && number > total) {
            throw new Diverged("the recorded run ends at " + at(now) + ", this one goes on");
        }
        if (ended || number < stride.next()) {
            return;
        }
        boolean alone = number == equalTo + 1;
        stride.kept(number);
        int id = now.id();
        if (id != core
                || recordedClocks[id] != now.clockMc()
                || recordedInstructions[id] != now.hart().instructions()
                || low != (int) digest) {
            throw new Diverged(difference(now, kind, alone));
        }
        clocks[id] = now.clockMc();
        instructions[id] = now.hart().instructions();
        equalTo = number;
        advance();
    }

    /** Ends the comparison: the text of a difference at the end of the run, or null. */
    String finish() {
        if (!ended) {
            return "this run ends at boundary "
                    + number()
                    + ", the recorded one goes on to cycle "
                    + cycle(recordedClocks[core])
                    + " of core "
                    + core;
        }
        return number() == total && digest() == last
                ? null
                : "boundary %d of %d and %d are alike, what comes then is not"
                        .formatted(equalTo, total, number());
    }

    long boundaries() {
        return number();
    }

    private String difference(Core now, Kind kind, boolean alone) {
        int id = now.id();
        String place = "between " + span(id, now) + " on core " + id;
        if (alone) {
            place +=
                    kind == Kind.KERNEL
                            ? ", in a step of kernel work"
                            : ", in user code from pc 0x" + Long.toHexString(userPc());
        }
        return place + ": " + (id == core ? values(now) : other());
    }

    private String span(int id, Core now) {
        return "cycle %s (instruction %d) and cycle %s (instruction %d)"
                .formatted(
                        cycle(clocks[id]),
                        instructions[id],
                        cycle(Math.max(clocks[id], Math.min(recorded(id), now.clockMc()))),
                        Math.max(
                                instructions[id],
                                id == core
                                        ? Math.min(
                                                recordedInstructions[id], now.hart().instructions())
                                        : now.hart().instructions()));
    }

    private long recorded(int id) {
        return id == core ? recordedClocks[id] : Long.MAX_VALUE;
    }

    private String values(Core now) {
        int id = now.id();
        long retired = now.hart().instructions();
        if (recordedClocks[id] == now.clockMc() && recordedInstructions[id] == retired) {
            return "the same cycles and instructions, other registers or bytes";
        }
        return "recorded cycle %s and instruction %d, now cycle %s and instruction %d"
                .formatted(
                        cycle(recordedClocks[id]),
                        recordedInstructions[id],
                        cycle(now.clockMc()),
                        retired);
    }

    private String other() {
        return "recorded core %d at cycle %s comes first"
                .formatted(core, cycle(recordedClocks[core]));
    }

    private static String at(Core core) {
        return "cycle " + cycle(core.clockMc()) + " of core " + core.id();
    }

    static String cycle(long mc) {
        BigDecimal cycles = BigDecimal.valueOf(mc, 3).stripTrailingZeros();
        return (cycles.scale() < 0 ? cycles.setScale(0) : cycles).toPlainString();
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw damaged();
        }
    }
}
