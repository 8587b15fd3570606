package org.rustos.kernel;

import org.rustos.core.hart.Trap;
import org.rustos.kernel.memory.UserAreas;

/** The signals that a trap stands for when nobody handles it; numbers are Linux's. */
public enum Signal {
    SIGILL(4),
    SIGTRAP(5),
    SIGABRT(6),
    SIGBUS(7),
    SIGFPE(8),
    SIGKILL(9),
    SIGSEGV(11),
    SIGSYS(31);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** What a fault becomes in a process with these areas. */
    public static Signal of(Trap trap, UserAreas areas) {
        boolean pastEnd =
                trap instanceof Trap.PageFault fault
                        && areas.at(fault.address()) != null
                        && areas.at(fault.address()).allows(fault.access());
        boolean instruction =
                trap instanceof Trap.ProtectionFault fault && refusesInstruction(fault, areas);
        return pastEnd ? SIGBUS : instruction ? SIGILL : of(trap);
    }

    /**
     * Whether an instruction is refused for what it is or does, and not the address that it uses:
     * no landing pad, or an authentication that failed. A pointer that an authentication poisoned
     * lies outside of user memory.
     */
    public static boolean refusesInstruction(Trap.ProtectionFault fault, UserAreas areas) {
        return switch (fault.cause()) {
            case BRANCH_TARGET -> true;
            case POINTER_AUTHENTICATION ->
                    Long.compareUnsigned(fault.address(), areas.userEnd()) < 0;
            default -> false;
        };
    }

    private static Signal of(Trap trap) {
        return switch (trap) {
            case Trap.IllegalInstruction _ -> SIGILL;
            case Trap.Breakpoint _ -> SIGTRAP;
            case Trap.ArithmeticFault _ -> SIGFPE;
            case Trap.Syscall _ -> SIGSYS;
            case Trap.PageFault _, Trap.ProtectionFault _, Trap.GeneralFault _, Trap.Marker _ ->
                    SIGSEGV;
        };
    }
}
