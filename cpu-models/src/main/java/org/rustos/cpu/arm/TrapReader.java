package org.rustos.cpu.arm;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.ProtectionCause;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;

/**
 * Turns why the engine stopped into a trap: exception classes and fault status codes end here (Arm
 * ARM DDI 0487, D19.2.40, ESR_EL1).
 */
final class TrapReader {
    // The engine's numbers of exceptions.
    private static final int UNDEFINED = 1;
    private static final int SUPERVISOR_CALL = 2;
    private static final int FETCH_ABORT = 3;
    private static final int DATA_ABORT = 4;
    private static final int BREAKPOINT = 7;

    private static final int CLASS_SHIFT = 26;
    private static final int CLASS_WAIT = 0x01;
    private static final int CLASS_BRANCH_TARGET = 0x0d;
    private static final int CLASS_SYSTEM_REGISTER = 0x18;

    private static final int STATUS = 0x3f;
    private static final int STATUS_ALIGNMENT = 0x21;
    private static final int WRITE = 1 << 6;
    private static final int CACHE_MAINTENANCE = 1 << 8;

    /** The marker: a permanently undefined instruction of the architecture. */
    static final int MARKER = 0x0000_5255;

    // MRS Xt, CNTFRQ_EL0 and CNTVCT_EL0.
    private static final int FREQUENCY = 0xd53b_e000;
    private static final int COUNTER = 0xd53b_e040;
    private static final int TARGET = 0x1f;
    private static final int ZERO_REGISTER = 31;

    private final PhysicalMemory memory;
    private final EngineRegisters registers;
    private final Counter counter;
    private int vector;

    TrapReader(PhysicalMemory memory, EngineRegisters registers, Counter counter) {
        this.memory = memory;
        this.registers = registers;
        this.counter = counter;
    }

    void interrupted(int newVector) {
        vector = newVector;
    }

    /**
     * The trap of a stop.
     *
     * @return null if the instruction was done here
     */
    Trap of(ArmContext thread) {
        return switch (vector) {
            case SUPERVISOR_CALL -> new Trap.Syscall(thread.callNumber());
            case UNDEFINED -> undefined(thread, registers.exception().syndrome());
            case FETCH_ABORT -> {
                long address = registers.exception().address();
                yield abort(thread, address, Access.EXECUTE, 0);
            }
            case DATA_ABORT -> {
                EngineRegisters.Abort exception = registers.exception();
                int status = exception.syndrome();
                boolean write = (status & (WRITE | CACHE_MAINTENANCE)) == WRITE;
                yield abort(
                        thread, exception.address(), write ? Access.WRITE : Access.READ, status);
            }
            case BREAKPOINT -> new Trap.Breakpoint(thread.pc());
            default -> new Trap.IllegalInstruction(thread.pc());
        };
    }

    private static Trap abort(ArmContext thread, long address, Access access, int status) {
        if ((status & STATUS) == STATUS_ALIGNMENT) {
            return new Trap.GeneralFault(thread.pc());
        }
        int key = Poison.key(address, access);
        if (key >= 0) {
            return new Trap.ProtectionFault(
                    address, access, ProtectionCause.POINTER_AUTHENTICATION, key);
        }
        Mapping page = thread.space().lookup(address);
        if (page != null && closed(thread, page)) {
            return new Trap.ProtectionFault(
                    address, access, ProtectionCause.TRANSLATION_TABLE, page.permissions().key());
        }
        return new Trap.PageFault(address, access, page != null);
    }

    /** Whether a page is in none of the tables by which a thread translates. */
    private static boolean closed(ArmContext thread, Mapping page) {
        AddressSpace space = thread.space();
        return page.permissions().key() != 0 && space.root(thread.keyRights()) == space.root();
    }

    private Trap undefined(ArmContext thread, int syndrome) {
        long pc = thread.pc();
        int word = word(thread, pc);
        switch (syndrome >>> CLASS_SHIFT) {
            case CLASS_BRANCH_TARGET -> {
                int branch = (int) (thread.values[ArmContext.PSTATE] & ArmContext.BRANCH_TYPE);
                return new Trap.ProtectionFault(
                        pc, Access.EXECUTE, ProtectionCause.BRANCH_TARGET, branch >> 10);
            }
            case CLASS_WAIT -> {
                // Nothing interrupts user code here, so there is nothing to wait for.
                thread.pc(pc + 4);
                return null;
            }
            case CLASS_SYSTEM_REGISTER -> {
                int read = word & ~TARGET;
                if (read == COUNTER || read == FREQUENCY) {
                    thread.pc(pc + 4);
                    long value = read == COUNTER ? counter.ticksAt(pc + 4) : counter.frequency();
                    if ((word & TARGET) != ZERO_REGISTER) {
                        thread.register(word & TARGET, value);
                    }
                    return null;
                }
            }
            default -> {
                if (word == MARKER) {
                    thread.pc(pc + 4);
                    return new Trap.Marker((int) thread.argument(0), thread.argument(1));
                }
            }
        }
        return new Trap.IllegalInstruction(pc);
    }

    /** The instruction at an address; 0, which is undefined, where there is none. */
    private int word(ArmContext thread, long pc) {
        Mapping page = thread.space().lookup(pc);
        return page == null ? 0 : memory.getInt(page.physical(pc));
    }
}
