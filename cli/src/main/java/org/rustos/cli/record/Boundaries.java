package org.rustos.cli.record;

import org.rustos.core.hart.HartContext;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.MachineObserver;
import org.rustos.core.machine.Work;

/**
 * Folds what a run does into one number, boundary by boundary: two runs whose numbers are equal at
 * a boundary went the same way up to there. A boundary is where user code stopped or a step of
 * kernel work was done.
 */
abstract class Boundaries implements MachineObserver {
    /** Odd, its bits well mixed: the golden ratio. */
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    /** User code stops after so much time for an entry: how exact a replay can be. */
    private static final long LOOK_MC = 1_000_000;

    private long digest;
    private long number;
    private long userPc;
    private long nextLookMc;

    /** What lies between a boundary and the one before it on the same core. */
    enum Kind {
        USER,
        KERNEL
    }

    /**
     * A boundary was reached.
     *
     * @param number counts them from 1
     * @param digest of everything up to here
     */
    abstract void reached(Core core, Kind kind, long number, long digest);

    final long number() {
        return number;
    }

    final long digest() {
        return digest;
    }

    /** Where the user code that ran last began. */
    final long userPc() {
        return userPc;
    }

    private void mix(long value) {
        long x = (digest ^ value) * FACTOR;
        digest = x ^ x >>> 29;
    }

    /** Bytes that went into or out of the machine. */
    final void bytes(byte[] bytes, int offset, int length) {
        mix(length);
        for (int i = offset; i < offset + length; i++) {
            mix(bytes[i]);
        }
    }

    @Override
    public final void running(Core core, HartContext context) {
        userPc = context.pc();
        nextLookMc = (core.clockMc() / LOOK_MC + 1) * LOOK_MC;
    }

    @Override
    public final long nextLookMc() {
        return nextLookMc;
    }

    @Override
    public final void ran(Core core, HartContext context) {
        mix(context.pc());
        mix(context.keyRights());
        int registers = context.registerNames().length;
        for (int i = 0; i < registers; i++) {
            mix(context.register(i));
        }
        boundary(core, Kind.USER);
    }

    @Override
    public final void stepped(Core core, Work work, Work.Progress progress) {
        mix(progress.ordinal());
        boundary(core, Kind.KERNEL);
    }

    private void boundary(Core core, Kind kind) {
        mix(core.id() * 2L + kind.ordinal());
        mix(core.clockMc());
        mix(core.hart().instructions());
        reached(core, kind, ++number, digest);
    }
}
