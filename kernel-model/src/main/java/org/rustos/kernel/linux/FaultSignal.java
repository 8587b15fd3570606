package org.rustos.kernel.linux;

import org.rustos.core.hart.Trap;
import org.rustos.kernel.Signal;
import org.rustos.kernel.memory.UserAreas;

/**
 * What Linux tells a handler of a fault: the signal with its code and address.
 *
 * @param skip bytes of the instruction that the program goes on behind when the handler returns
 */
record FaultSignal(SignalInformation information, int skip) {
    private static final int SEGV_MAPERR = 1;
    private static final int SEGV_ACCERR = 2;
    private static final int SEGV_PKUERR = 4;
    private static final int BUS_ADRERR = 2;
    private static final int ILL_ILLOPC = 1;
    private static final int ILL_ILLOPN = 2;

    // What the Linux of the other CHERI machine tells (Morello Linux, asm-generic/siginfo.h), by
    // the causes of CHERI ISAv9: tag, seal and type, bounds; the rest are permissions.
    private static final int SEGV_CAPTAGERR = 10;
    private static final int SEGV_CAPSEALEDERR = 11;
    private static final int SEGV_CAPBOUNDSERR = 12;
    private static final int SEGV_CAPPERMERR = 13;
    private static final int CAUSE = 0x1f;

    /** Control protection: a return that the shadow stack refuses (asm-generic/siginfo.h). */
    private static final int SEGV_CPERR = 10;

    /** Null for what no handler is told of. */
    static FaultSignal of(Trap trap, UserAreas areas, long pc, LinuxAbi abi) {
        return switch (trap) {
            case Trap.PageFault f -> {
                int signal = Signal.of(trap, areas).number();
                int code =
                        signal == Signals.SIGBUS
                                ? BUS_ADRERR
                                : areas.at(f.address()) == null ? SEGV_MAPERR : SEGV_ACCERR;
                yield told(signal, code, f.address(), 0);
            }
            case Trap.ProtectionFault f -> protection(f, areas);
            case Trap.GeneralFault _,
                    Trap.IllegalInstruction _,
                    Trap.ArithmeticFault _,
                    Trap.Breakpoint _ -> {
                LinuxAbi.Fault row = abi.faults().get(row(trap));
                long address = row.tellsPc() ? pc : 0;
                yield new FaultSignal(
                        new SignalInformation(row.signal().number(), row.code(), address, 0, 0),
                        row.skip());
            }
            case Trap.Syscall _, Trap.Marker _ -> null;
        };
    }

    /** The row of the ABI's table for a fault that is not about pages; empty for another. */
    static String row(Trap trap) {
        return switch (trap) {
            case Trap.GeneralFault _ -> "general";
            case Trap.IllegalInstruction _ -> "illegal";
            case Trap.ArithmeticFault _ -> "arithmetic";
            case Trap.Breakpoint _ -> "breakpoint";
            default -> "";
        };
    }

    private static FaultSignal protection(Trap.ProtectionFault f, UserAreas areas) {
        return switch (f.cause()) {
            case CAPABILITY -> told(Signals.SIGSEGV, capabilityCode(f), f.address(), 0);
            case POINTER_AUTHENTICATION ->
                    Signal.refusesInstruction(f, areas)
                            ? told(Signals.SIGILL, ILL_ILLOPN, f.address(), 0)
                            : told(Signals.SIGSEGV, SEGV_MAPERR, f.address(), 0);
            case BRANCH_TARGET -> told(Signals.SIGILL, ILL_ILLOPC, f.address(), 0);
            case TRANSLATION_TABLE -> told(Signals.SIGSEGV, SEGV_ACCERR, f.address(), 0);
            case SHADOW_STACK -> told(Signals.SIGSEGV, SEGV_CPERR, 0, 0);
            case PROTECTION_KEY -> told(Signals.SIGSEGV, SEGV_PKUERR, f.address(), f.key());
        };
    }

    private static int capabilityCode(Trap.ProtectionFault f) {
        return switch (f.key() & CAUSE) {
            case 1 -> SEGV_CAPBOUNDSERR;
            case 2 -> SEGV_CAPTAGERR;
            case 3, 4 -> SEGV_CAPSEALEDERR;
            default -> SEGV_CAPPERMERR;
        };
    }

    private static FaultSignal told(int signal, int code, long address, int key) {
        return new FaultSignal(new SignalInformation(signal, code, address, 0, key), 0);
    }
}
