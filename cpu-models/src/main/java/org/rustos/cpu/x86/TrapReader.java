package org.rustos.cpu.x86;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.ProtectionCause;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.Mapping;
import org.rustos.cpu.unicorn.UnicornEngine;
import org.rustos.cpu.unicorn.X86Register;

/**
 * Turns why the engine stopped into a trap: exception vectors and error codes end here (Intel SDM
 * volume 3, 6.15 and 4.7).
 */
final class TrapReader {
    private static final int MARKER_VECTOR = 0xf1;
    private static final int FIRST_SOFTWARE_VECTOR = 32;
    private static final int FAULT_PRESENT = 1;
    private static final int FAULT_WRITE = 2;
    private static final int FAULT_FETCH = 16;
    private static final int FAULT_KEY = 32;

    private final UnicornEngine engine;
    private int vector;
    private int errorCode;

    /** Why the engine stopped. */
    enum Stop {
        SYSCALL,
        INTERRUPT,
        INVALID
    }

    TrapReader(UnicornEngine engine) {
        this.engine = engine;
    }

    void interrupted(int newVector, int newErrorCode) {
        vector = newVector;
        errorCode = newErrorCode;
    }

    /** The trap of a stop. */
    Trap of(Stop stop, X86Context thread) {
        return switch (stop) {
            case SYSCALL -> {
                // As the instruction leaves them; Linux programs may look.
                thread.register(X86Context.RCX, thread.pc());
                thread.register(X86Context.R11, thread.register(X86Context.RFLAGS));
                yield new Trap.Syscall(thread.callNumber());
            }
            case INVALID -> new Trap.IllegalInstruction(thread.pc());
            default -> interrupt(thread);
        };
    }

    private Trap interrupt(X86Context thread) {
        return switch (vector) {
            case 14 -> pageFault(thread);
            case MARKER_VECTOR ->
                    new Trap.Marker(
                            (int) thread.register(X86Context.RDI), thread.register(X86Context.RSI));
            case 0, 16, 19 -> new Trap.ArithmeticFault(thread.pc());
            case 1 -> new Trap.Breakpoint(thread.pc());
            case 3 -> {
                thread.pc(thread.pc() - 1);
                yield new Trap.Breakpoint(thread.pc());
            }
            case 6 -> new Trap.IllegalInstruction(thread.pc());
            default -> {
                if (vector >= FIRST_SOFTWARE_VECTOR) {
                    // INT n without a gate; the engine has stepped over it.
                    thread.pc(thread.pc() - 2);
                }
                yield new Trap.GeneralFault(thread.pc());
            }
        };
    }

    private Trap pageFault(X86Context thread) {
        long address = engine.read(X86Register.CR2);
        Access access =
                (errorCode & FAULT_FETCH) != 0
                        ? Access.EXECUTE
                        : (errorCode & FAULT_WRITE) != 0 ? Access.WRITE : Access.READ;
        Mapping mapping = thread.space().lookup(address);
        if ((errorCode & FAULT_KEY) != 0 && mapping != null) {
            return new Trap.ProtectionFault(
                    address, access, ProtectionCause.PROTECTION_KEY, mapping.permissions().key());
        }
        // A page without any right is absent in the tables but present in the space.
        return new Trap.PageFault(
                address, access, (errorCode & FAULT_PRESENT) != 0 || mapping != null);
    }
}
