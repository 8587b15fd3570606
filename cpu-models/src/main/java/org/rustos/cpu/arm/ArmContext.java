package org.rustos.cpu.arm;

import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.PointerKeys;
import org.rustos.core.memory.AddressSpace;

import java.util.Arrays;

/**
 * The architectural registers of one user thread. While a hart has it loaded, the engine holds the
 * truth of what the last run changed and the hart copies it here when it stops; what the kernel
 * then writes is marked, so that the next run moves only that.
 */
final class ArmContext implements HartContext {
    /** Positions in {@link #values}: X0 to X30, then these. */
    static final int SP = 31;

    static final int PC = 32;
    static final int PSTATE = 33;
    static final int TPIDR = 34;
    static final int COUNT = 35;

    /** What user code can change of PSTATE: the flags, and how the last branch came (BTYPE). */
    static final long FLAGS = 0xf000_0000L;

    static final long BRANCH_TYPE = 0xc00;

    /** V0-31 (16 bytes each), then FPSR, FPCR (8 each in the engine's batch). */
    static final int FPSR_AT = 32 * 16;

    static final int FPCR_AT = FPSR_AT + 8;
    static final int EXTENDED_SIZE = FPCR_AT + 8;

    /** As {@code struct user_fpsimd_state} of Linux has them: V0-31, FPSR, FPCR (4 bytes each). */
    private static final int SAVED_SIZE = FPSR_AT + 8;

    private static final int CALL_NUMBER = 8;
    private static final String[] NAMES = names();

    private AddressSpace space;
    private PointerKeys keys = PointerKeys.ZERO;
    private long keyRights;
    final long[] values = new long[COUNT];
    final byte[] extended = new byte[EXTENDED_SIZE];

    /** One bit per position of {@link #values} that the engine does not know yet. */
    long changed;

    boolean extendedChanged;

    /** The engine that holds the extended state, or null if this object does. */
    EngineRegisters loadedIn;

    ArmContext(AddressSpace space) {
        this.space = space;
        reset();
    }

    private static String[] names() {
        String[] names = new String[COUNT];
        for (int i = 0; i < SP; i++) {
            names[i] = "x" + i;
        }
        names[SP] = "sp";
        names[PC] = "pc";
        names[PSTATE] = "pstate";
        names[TPIDR] = "tpidr_el0";
        return names;
    }

    @Override
    public AddressSpace space() {
        return space;
    }

    @Override
    public void space(AddressSpace next) {
        space = next;
    }

    @Override
    public long pc() {
        return values[PC];
    }

    /** Moves the thread; no branch of its own brought it there. */
    @Override
    public void pc(long value) {
        register(PC, value);
        register(PSTATE, values[PSTATE] & ~BRANCH_TYPE);
    }

    @Override
    public long sp() {
        return values[SP];
    }

    @Override
    public void sp(long value) {
        register(SP, value);
    }

    @Override
    public long threadPointer() {
        return values[TPIDR];
    }

    @Override
    public void threadPointer(long value) {
        register(TPIDR, value);
    }

    @Override
    public long callNumber() {
        return values[CALL_NUMBER];
    }

    @Override
    public long argument(int index) {
        return values[index];
    }

    @Override
    public void argument(int index, long value) {
        register(index, value);
    }

    @Override
    public void result(long value) {
        register(0, value);
    }

    /** Which tables translate: see {@link ArmPageTables}. */
    @Override
    public long keyRights() {
        return keyRights;
    }

    @Override
    public void keyRights(long value) {
        keyRights = value;
    }

    @Override
    public PointerKeys pointerKeys() {
        return keys;
    }

    @Override
    public void pointerKeys(PointerKeys next) {
        keys = next;
    }

    @Override
    public String[] registerNames() {
        return NAMES.clone();
    }

    @Override
    public long register(int index) {
        return values[index];
    }

    @Override
    public void register(int index, long value) {
        long allowed = index == PSTATE ? value & (FLAGS | BRANCH_TYPE) : value;
        if (values[index] != allowed) {
            values[index] = allowed;
            changed |= 1L << index;
        }
    }

    @Override
    public byte[] extendedState() {
        fetchExtended();
        byte[] saved = Arrays.copyOf(extended, SAVED_SIZE);
        System.arraycopy(extended, FPCR_AT, saved, FPSR_AT + 4, 4);
        return saved;
    }

    @Override
    public void extendedState(byte[] saved) {
        if (saved.length >= SAVED_SIZE) {
            System.arraycopy(saved, 0, extended, 0, FPSR_AT + 4);
            System.arraycopy(saved, FPSR_AT + 4, extended, FPCR_AT, 4);
            extendedChanged = true;
        }
    }

    @Override
    public HartContext copy() {
        fetchExtended();
        ArmContext copy = new ArmContext(space);
        System.arraycopy(values, 0, copy.values, 0, COUNT);
        System.arraycopy(extended, 0, copy.extended, 0, EXTENDED_SIZE);
        copy.keys = keys;
        copy.keyRights = keyRights;
        return copy;
    }

    @Override
    public void reset() {
        Arrays.fill(values, 0);
        Arrays.fill(extended, (byte) 0);
        changed = -1;
        extendedChanged = true;
    }

    /** Takes vector registers back from an engine that holds newer ones. */
    private void fetchExtended() {
        if (loadedIn != null && !extendedChanged) {
            loadedIn.storeExtended(this);
        }
    }
}
