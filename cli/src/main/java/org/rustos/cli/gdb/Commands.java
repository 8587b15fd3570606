package org.rustos.cli.gdb;

import org.rustos.channels.Simulation;
import org.rustos.channels.debug.DebuggedRun;
import org.rustos.channels.debug.SlotWindow;
import org.rustos.channels.debug.Stop;
import org.rustos.core.machine.ExitReason;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One answer for each packet that may come while the run holds. */
final class Commands {
    private static final int MOST_WATCHED = 4096;
    private static final int ACCESS_WATCH = 4;
    private static final int SIGINT = 2;
    private static final int SIGTRAP = 5;

    private static final Set<Stop.Reason> WATCHES =
            EnumSet.of(Stop.Reason.WATCH, Stop.Reason.ACCESS);

    /** gdb's own numbers of signals that differ from Linux's. */
    private static final Map<Integer, Integer> SIGNALS = Map.of(7, 10, 31, 12);

    private final DebuggedRun run;
    private final Attached attached;
    private final Queries queries;
    private final RegisterCommands registers;
    private final MemoryCommands memory;
    private final Resumption resumption;
    private final boolean stepsBehindWatch;
    private final Map<String, Integer> breakpointKinds = new TreeMap<>();
    private Stop stop;
    private UserThread selected;
    private UserThread backBy;

    Commands(DebuggedRun run, Attached attached, Queries queries, Registers table) {
        this.run = run;
        this.attached = attached;
        this.queries = queries;
        this.stepsBehindWatch = table.gdbStepsBehindWatch();
        this.registers = new RegisterCommands(run, table);
        this.memory = new MemoryCommands(run);
        this.resumption = new Resumption(run, attached);
    }

    /** The run holds. */
    void held(Stop now) {
        stop = now;
        selected = now.thread();
        if (now.reason() == Stop.Reason.FORK) {
            attached.add((int) now.address());
        }
    }

    /** Goes back in time; does not return. */
    void back() {
        if (backBy == null) {
            run.back();
        } else {
            run.stepBack(backBy);
        }
    }

    /** Answers a packet. */
    Answer handle(String body) {
        Answer answer = answer(body);
        boolean moves = answer.then() == Answer.Then.GO_ON || answer.then() == Answer.Then.BACK;
        if (moves && stepsBehindWatch && WATCHES.contains(stop.reason()) && steps(body)) {
            // gdb makes that step to have the write done, but it is done.
            stop = stop.done();
            return Answer.of(stopReply());
        }
        return answer;
    }

    private static boolean steps(String body) {
        return body.startsWith("vCont;s") || body.startsWith("s") || body.equals("bs");
    }

    private Answer answer(String body) {
        if (body.isEmpty()) {
            return Answer.UNKNOWN;
        }
        PacketText text = new PacketText(body);
        char kind = text.take();
        return switch (kind) {
            case '?' -> Answer.of(stopReply());
            case 'H' -> select(text);
            case 'T' ->
                    ThreadName.read(text).find(attached.threads(), null) == null
                            ? Answer.NO_THREAD
                            : Answer.OK;
            case 'q', 'Q' -> queries.handle(body, selected());
            case 'v' -> verbose(text);
            case 'c', 'C', 's', 'S' -> resumption.old(kind, text, selected());
            case 'b' -> backwards(text);
            case 'D' -> detach(text);
            case '!' -> Answer.OK;
            case 'k' -> Answer.KILL;
            case 'Z', 'z' -> breakpoint(kind == 'Z', text);
            case 'g', 'p' -> registers.read(kind, text, selected());
            case 'G', 'P' -> registers.write(kind, text, selected());
            case 'm' -> memory.read(text, selected());
            case 'M', 'X' -> memory.write(kind, text, selected());
            default -> Answer.UNKNOWN;
        };
    }

    private UserThread selected() {
        if (selected == null || !attached.threads().contains(selected)) {
            selected = new ThreadName(0, 0).find(attached.threads(), stop.thread());
        }
        return selected;
    }

    private Answer select(PacketText text) {
        char purpose = text.take();
        UserThread found = ThreadName.read(text).find(attached.threads(), stop.thread());
        if (found == null) {
            return Answer.NO_THREAD;
        }
        if (purpose == 'g') {
            selected = found;
        }
        return Answer.OK;
    }

    private Answer verbose(PacketText text) {
        if (text.takes("Cont?")) {
            return Answer.of("vCont;c;C;s;S;r");
        }
        if (text.takes("Cont;")) {
            return resumption.actions(text, selected());
        }
        if (text.takes("Attach;")) {
            return attach(text.number(0, Integer.MAX_VALUE));
        }
        if (text.takes("Kill")) {
            return Answer.KILL;
        }
        if (text.takes("File:")) {
            return queries.file(text);
        }
        return Answer.UNKNOWN;
    }

    private Answer backwards(PacketText text) {
        char what = text.take();
        if (what != 'c' && what != 's') {
            return Answer.UNKNOWN;
        }
        backBy = what == 's' ? selected() : null;
        return Answer.BACK;
    }

    private Answer attach(int process) {
        if (run.memory().process(process) == null) {
            return Answer.NO_THREAD;
        }
        attached.add(process);
        selected = new ThreadName(process, 0).find(attached.threads(), null);
        stop = stop.shows(selected);
        return Answer.of(stopReply());
    }

    private Answer detach(PacketText text) {
        if (text.takes(";") && !attached.removeLast(text.number(0, Integer.MAX_VALUE))) {
            return Answer.OK;
        }
        breakpointKinds.clear();
        run.release();
        return Answer.DETACH;
    }

    private Answer breakpoint(boolean set, PacketText text) {
        int kind = text.number(0, 4);
        text.need(",");
        long address = text.number();
        text.need(",");
        int length = text.number(0, MOST_WATCHED);
        UserThread thread = selected();
        if (thread == null) {
            return Answer.NO_THREAD;
        }
        int process = thread.process().id();
        switch (kind) {
            case 0, 1 -> {
                codeBreakpoint(set, kind, process, address);
                return Answer.OK;
            }
            case 2 -> {
                if (set) {
                    run.watch(process, address, Math.max(1, length));
                } else {
                    run.noWatch(process, address, Math.max(1, length));
                }
                return Answer.OK;
            }
            default -> {
                return accessWatch(set, kind, process, address, Math.max(1, length));
            }
        }
    }

    private Answer accessWatch(boolean set, int kind, int process, long address, int length) {
        boolean writes = kind == ACCESS_WATCH;
        if (!set) {
            run.noWatchAccess(process, address, length, writes);
            return Answer.OK;
        }
        // Code does not use the kernel's slots.
        return !SlotWindow.holds(address) && run.watchAccess(process, address, length, writes)
                ? Answer.OK
                : Answer.UNKNOWN;
    }

    private void codeBreakpoint(boolean set, int kind, int process, long address) {
        String place = process + ":" + address;
        if (set) {
            breakpointKinds.put(place, kind);
            run.breakpoint(process, address);
        } else {
            breakpointKinds.remove(place);
            run.noBreakpoint(process, address);
        }
    }

    /** A debugger comes. */
    void begin() {
        attached.begin();
        breakpointKinds.clear();
    }

    /** Why the run holds, as gdb wants to know it. */
    String stopReply() {
        UserThread thread = new ThreadName(0, 0).find(attached.threads(), stop.thread());
        String where = thread == null ? "" : "thread:" + ThreadName.of(thread) + ";";
        return switch (stop.reason()) {
            case START, STEP -> "T%02x%s".formatted(SIGTRAP, where);
            case INTERRUPT -> "T%02x%s".formatted(SIGINT, where);
            case BREAKPOINT -> "T%02x%s%s:;".formatted(SIGTRAP, where, breakpointWord(thread));
            case WATCH -> "T%02x%swatch:%x;".formatted(SIGTRAP, where, stop.address());
            case ACCESS -> "T%02x%sawatch:%x;".formatted(SIGTRAP, where, stop.address());
            case FAULT -> "T%02x%s".formatted(signal(stop.signal()), where);
            case FORK -> {
                Process child = run.memory().process((int) stop.address());
                yield child == null || child.threads().isEmpty()
                        ? "T%02x%s".formatted(SIGTRAP, where)
                        : "T%02x%sfork:%s;"
                                .formatted(
                                        SIGTRAP, where, ThreadName.of(child.threads().getFirst()));
            }
            case HISTORY_BEGIN -> "T%02x%sreplaylog:begin;".formatted(SIGTRAP, where);
        };
    }

    private String breakpointWord(UserThread thread) {
        String place = thread.process().id() + ":" + thread.context().pc();
        return breakpointKinds.getOrDefault(place, 0) == 0 ? "swbreak" : "hwbreak";
    }

    private static int signal(int ofLinux) {
        return SIGNALS.getOrDefault(ofLinux, ofLinux);
    }

    /** How the run ended, as gdb wants to know it. */
    static String exitReply(Process first, Simulation.Outcome outcome) {
        if (outcome.reason() != ExitReason.FINISHED) {
            return "X%02x;process:%x".formatted(9, first.id());
        }
        return first.killSignal() != 0
                ? "X%02x;process:%x".formatted(signal(first.killSignal()), first.id())
                : "W%02x;process:%x".formatted(first.exitStatus(), first.id());
    }
}
