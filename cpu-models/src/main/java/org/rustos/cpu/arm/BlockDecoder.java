package org.rustos.cpu.arm;

import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.Event;
import org.rustos.cpu.pipeline.BlockCode;
import org.rustos.cpu.pipeline.BlockFinder;
import org.rustos.cpu.pipeline.Control;
import org.rustos.cpu.pipeline.KnownCode;
import org.rustos.cpu.pipeline.ReadOrigins;
import org.rustos.cpu.pipeline.TimingBlock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Decodes A64 code for timing blocks, by {@link A64Table}. */
final class BlockDecoder extends BlockFinder {
    private static final int BYTES = 4;
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final A64Classes classes;
    private final byte[] window = new byte[MAX_INSTRUCTIONS * BYTES];

    BlockDecoder(PhysicalMemory memory, AliasSpace aliases, A64Classes classes, KnownCode known) {
        super(memory, aliases, known, BYTES, BYTES);
        this.classes = classes;
    }

    @Override
    protected int cut(AddressSpace space, TimingBlock.Parts parts) {
        long start = parts.start;
        long pageEnd = (start | PhysicalMemory.PAGE_MASK) + 1;
        int length = read(space, start, window, (int) Math.min(window.length, pageEnd - start));
        List<A64Op> code = new ArrayList<>();
        A64Micro micro = new A64Micro(classes);
        boolean ended = false;
        int at = 0;
        while (at + BYTES <= length && !ended) {
            int word = (int) WORD.get(window, at);
            A64Op op = A64Table.A64.find(word);
            boolean apart = op != null && op.is("refused");
            if (apart && !code.isEmpty()) {
                at += BYTES;
                break;
            }
            code.add(op);
            micro.add(op, word, start + at);
            at += BYTES;
            ended = apart || A64Micro.control(op) != Control.NONE;
        }
        if (code.isEmpty()) {
            return ABSENT;
        }
        describe(parts, code);
        int first = (int) WORD.get(window, 0);
        parts.landsCalls = LandingPad.forCalls(first);
        parts.landsJumps = LandingPad.forJumps(first);
        parts.jumpsAsCall =
                LandingPad.jumpsAsCall((int) WORD.get(window, (code.size() - 1) * BYTES));
        schedule(parts, micro);
        return at;
    }

    private void describe(TimingBlock.Parts parts, List<A64Op> code) {
        A64Op last = code.getLast();
        parts.end = parts.start + (long) code.size() * BYTES;
        // The guest must not notice a marker: it is not counted as an instruction either.
        parts.instructions = code.size() - (last != null && last.is("marker") ? 1 : 0);
        parts.control = A64Micro.control(last);
        parts.refused = last != null && last.is("refused");
        parts.offsets = new short[code.size()];
        for (int i = 0; i < code.size(); i++) {
            parts.offsets[i] = (short) (i * BYTES);
            A64Op op = code.get(i);
            parts.locked |= op != null && (op.is("atomic") || op.is("exclusive"));
        }
        count(parts, Event.PAC_SIGN, times(code, "sign"));
        count(parts, Event.PAC_AUTHENTICATE, times(code, "authenticate"));
        count(parts, Event.PAC_AUTHENTICATE, times(code, "branch-authenticate"));
        count(parts, Event.PAC_AUTHENTICATE, times(code, "load-authenticate"));
    }

    private static long times(List<A64Op> code, String kind) {
        return code.stream().filter(op -> op != null && op.kind().equals(kind)).count();
    }

    private void schedule(TimingBlock.Parts parts, A64Micro micro) {
        parts.code = new BlockCode(micro.ops(), classes.pipeline());
        parts.quotient = Quotient.of(micro.ops());
        parts.origins = ReadOrigins.of(micro.ops(), classes.pipeline());
    }
}
