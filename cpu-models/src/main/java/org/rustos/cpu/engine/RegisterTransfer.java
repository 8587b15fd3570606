package org.rustos.cpu.engine;

import org.rustos.core.snapshot.Unsaved;
import org.rustos.cpu.unicorn.EngineContext;
import org.rustos.cpu.unicorn.RegisterBatch;
import org.rustos.cpu.unicorn.UnicornEngine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Moves registers between a thread and the engine, no more than changed: general registers at every
 * stop, the others only when the engine takes up another thread.
 */
@Unsaved
public abstract class RegisterTransfer implements AutoCloseable {
    /** As many single writes take as long as a batch. */
    private static final int FEW = 8;

    /** The engine. */
    protected final UnicornEngine engine;

    /** For what has no register of its own. */
    protected final EngineContext scratch;

    private final Arena arena = Arena.ofConfined();
    private final int[] names;
    private final RegisterBatch general;
    private final RegisterBatch extended;
    private EngineThread loaded;

    /**
     * A transfer that holds no thread yet.
     *
     * @param names the engine's of the general registers, in the order of a thread's
     * @param extendedNames the engine's of the others
     * @param extendedSizes their bytes
     */
    protected RegisterTransfer(
            UnicornEngine engine, int[] names, int[] extendedNames, int[] extendedSizes) {
        this.engine = engine;
        this.scratch = engine.newContext();
        this.names = names;
        this.general = new RegisterBatch(arena, names);
        this.extended = new RegisterBatch(arena, extendedNames, extendedSizes);
    }

    /**
     * Makes the engine hold a thread's registers.
     *
     * @return whether it held another thread's before
     */
    protected final boolean take(EngineThread thread) {
        boolean another = thread != loaded;
        if (another) {
            if (loaded != null) {
                storeExtended(loaded);
                loaded.loadedIn = null;
            }
            if (thread.loadedIn != null) {
                thread.loadedIn.release(thread);
            }
            thread.loadedIn = this;
            loaded = thread;
            thread.changed = -1;
            thread.extendedChanged = true;
        }
        if (thread.extendedChanged) {
            MemorySegment.copy(
                    thread.extended,
                    0,
                    extended.values(),
                    ValueLayout.JAVA_BYTE,
                    0,
                    thread.extended.length);
            engine.write(extended);
            thread.extendedChanged = false;
        }
        takeGeneral(thread);
        return another;
    }

    private void takeGeneral(EngineThread thread) {
        if (Long.bitCount(thread.changed) > FEW) {
            for (int i = 0; i < names.length; i++) {
                general.set(i, thread.values[i]);
            }
            engine.write(general);
        } else {
            for (long rest = thread.changed; rest != 0; rest &= rest - 1) {
                int i = Long.numberOfTrailingZeros(rest);
                engine.write(names[i], thread.values[i]);
            }
        }
        thread.changed = 0;
    }

    /** Copies the general registers back after a run. */
    protected final void giveBack(EngineThread thread) {
        peek(thread.values);
        thread.stored();
    }

    /** The general registers as they are while the engine runs. */
    final void peek(long[] into) {
        engine.read(general);
        for (int i = 0; i < names.length; i++) {
            into[i] = general.get(i);
        }
    }

    /** Copies the other registers of the loaded thread, unless the kernel wrote newer ones. */
    final void storeExtended(EngineThread thread) {
        if (thread.extendedChanged) {
            return;
        }
        engine.read(extended);
        MemorySegment.copy(
                extended.values(),
                ValueLayout.JAVA_BYTE,
                0,
                thread.extended,
                0,
                thread.extended.length);
    }

    /** Another engine is going to run a thread that this one holds. */
    private void release(EngineThread thread) {
        storeExtended(thread);
        loaded = null;
    }

    /** The engine's registers are of no thread any more. */
    protected void forget() {
        loaded = null;
    }

    @Override
    public final void close() {
        scratch.close();
        arena.close();
    }
}
