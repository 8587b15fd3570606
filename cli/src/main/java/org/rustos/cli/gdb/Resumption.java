package org.rustos.cli.gdb;

import org.rustos.channels.debug.DebuggedRun;
import org.rustos.kernel.process.UserThread;

/**
 * Packets that let the run go on. Time is one for the whole machine: whoever is stepped, the other
 * threads run along.
 */
final class Resumption {
    private final DebuggedRun run;
    private final Attached attached;

    Resumption(DebuggedRun run, Attached attached) {
        this.run = run;
        this.attached = attached;
    }

    /** {@code c}, {@code C}, {@code s} and {@code S}, which name no thread. */
    Answer old(char kind, PacketText text, UserThread selected) {
        if (kind == 'C' || kind == 'S') {
            text.number(0, 0xff);
            text.takes(";");
        }
        if (!text.atEnd()) {
            long target = text.number();
            if (selected != null && target != selected.context().pc()) {
                return Answer.UNKNOWN; // gdb writes the register instead
            }
        }
        return kind == 's' || kind == 'S' ? step(selected, 0, 0) : forward();
    }

    /** The actions of {@code vCont}: the first that steps a thread decides. */
    Answer actions(PacketText text, UserThread selected) {
        Answer answer = null;
        do {
            Answer next = action(text, selected);
            answer = answer == null ? next : answer;
        } while (text.takes(";"));
        if (!text.atEnd()) {
            throw new MalformedPacketException();
        }
        return answer == null ? forward() : answer;
    }

    /** Null for an action that lets everything run. */
    private Answer action(PacketText text, UserThread selected) {
        char kind = text.take();
        long from = 0;
        long to = 0;
        switch (kind) {
            case 'c', 's' -> {}
            case 'C', 'S' -> text.number(0, 0xff);
            case 'r' -> {
                from = text.number();
                text.need(",");
                to = text.number();
            }
            default -> throw new MalformedPacketException();
        }
        UserThread thread = selected;
        if (text.takes(":")) {
            thread = ThreadName.read(text).find(attached.threads(), selected);
        }
        return kind == 'c' || kind == 'C' ? null : step(thread, from, to);
    }

    private Answer forward() {
        run.forward();
        return Answer.GO_ON;
    }

    private Answer step(UserThread thread, long from, long to) {
        if (thread == null) {
            return Answer.NO_THREAD;
        }
        run.step(thread, from, to);
        return Answer.GO_ON;
    }
}
