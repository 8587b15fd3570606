package org.rustos.cpu.engine;

import org.rustos.core.hart.ControlFlowGuard;
import org.rustos.core.hart.HartContext;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.snapshot.Snapshotted;

import java.util.Arrays;

/**
 * The architectural registers of one user thread. While a hart has it loaded, the engine holds the
 * truth of what the last run changed and the hart copies it here when it stops; what the kernel
 * then writes is marked, so that the next run moves only that.
 */
public abstract class EngineThread implements HartContext, Snapshotted {
    /**
     * Which registers an instruction set has.
     *
     * @param names of the general ones, at most 64, in the order of {@link #register}
     * @param extendedBytes of the others, as the engine's batch has them
     * @param pc position of the program counter among the general ones
     * @param sp position of the stack pointer
     * @param threadPointer position of the thread pointer
     */
    public record Layout(String[] names, int extendedBytes, int pc, int sp, int threadPointer) {}

    /** The general registers; a subclass that writes here does not mark them. */
    protected final long[] values;

    /** The others. */
    protected final byte[] extended;

    /** Whether the engine does not know {@link #extended} yet. */
    protected transient boolean extendedChanged;

    /** One bit per position of {@link #values} that the engine does not know yet. */
    transient long changed;

    /** The engine that holds the extended state, or null if this object does. */
    transient RegisterTransfer loadedIn;

    private final Layout layout;
    private AddressSpace space;
    private ControlFlowGuard guard;

    /** A thread with registers of no value: a subclass resets them. */
    protected EngineThread(AddressSpace space, Layout layout) {
        this.space = space;
        this.layout = layout;
        this.values = new long[layout.names().length];
        this.extended = new byte[layout.extendedBytes()];
    }

    @Override
    public final boolean guard(ControlFlowGuard next) {
        guard = next;
        return true;
    }

    final int pcIndex() {
        return layout.pc();
    }

    final ControlFlowGuard guard() {
        return guard;
    }

    @Override
    public final AddressSpace space() {
        return space;
    }

    @Override
    public final void space(AddressSpace next) {
        space = next;
    }

    @Override
    public final long pc() {
        return values[layout.pc()];
    }

    @Override
    public void pc(long value) {
        register(layout.pc(), value);
    }

    @Override
    public final long sp() {
        return values[layout.sp()];
    }

    @Override
    public final void sp(long value) {
        register(layout.sp(), value);
    }

    @Override
    public final long threadPointer() {
        return values[layout.threadPointer()];
    }

    @Override
    public final void threadPointer(long value) {
        register(layout.threadPointer(), value);
    }

    @Override
    public final String[] registerNames() {
        return layout.names().clone();
    }

    @Override
    public final long register(int index) {
        return values[index];
    }

    @Override
    public void register(int index, long value) {
        if (values[index] != value) {
            values[index] = value;
            changed |= 1L << index;
        }
    }

    @Override
    public void reset() {
        Arrays.fill(values, 0);
        Arrays.fill(extended, (byte) 0);
        changed = -1;
        extendedChanged = true;
        guard = guard == null ? null : guard.fresh();
    }

    @Override
    public void saving() {
        fetchExtended();
    }

    /** No engine knows any of it. */
    @Override
    public void restored() {
        changed = -1;
        extendedChanged = true;
        loadedIn = null;
    }

    /** Gives a fresh thread the same registers. */
    protected final void copyTo(EngineThread copy) {
        fetchExtended();
        System.arraycopy(values, 0, copy.values, 0, values.length);
        System.arraycopy(extended, 0, copy.extended, 0, extended.length);
        copy.guard = guard == null ? null : guard.copy();
    }

    /** Takes {@link #extended} back from an engine that holds a newer one. */
    protected final void fetchExtended() {
        if (loadedIn != null && !extendedChanged) {
            loadedIn.storeExtended(this);
        }
    }

    /** The engine's registers were copied to {@link #values}. */
    protected void stored() {}
}
