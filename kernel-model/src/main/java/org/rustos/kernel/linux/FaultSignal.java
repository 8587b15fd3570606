package org.rustos.kernel.linux;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.Trap;
import org.rustos.kernel.Signal;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.process.UserThread;

/**
 * What Linux tells a handler of a fault: the signal with its code and address, and what the
 * processor said.
 *
 * @param resumeAt where the program goes on when the handler returns
 */
record FaultSignal(SignalInformation information, SignalFrames.Fault processor, long resumeAt) {
    private static final int SEGV_MAPERR = 1;
    private static final int SEGV_ACCERR = 2;
    private static final int SEGV_PKUERR = 4;
    private static final int BUS_ADRERR = 2;
    private static final int FPE_INTDIV = 1;
    private static final int ILL_ILLOPN = 2;
    private static final int SI_KERNEL = 0x80;

    // Exception numbers and bits of the error code of a page fault (Intel SDM vol. 3, 6.3 and 4.7).
    private static final int DIVIDE = 0;
    private static final int BREAKPOINT = 3;
    private static final int INVALID = 6;
    private static final int GENERAL = 13;
    private static final int PAGE = 14;
    private static final int PRESENT = 1;
    private static final int WRITE = 2;
    private static final int USER = 4;
    private static final int FETCH = 16;
    private static final int KEY = 32;

    /** Null for what no handler is told of. */
    static FaultSignal of(Trap trap, LinuxProcess process, UserThread thread, boolean x86) {
        long pc = thread.context().pc();
        UserAreas areas = process.process().areas();
        int signal = Signal.of(trap, areas).number();
        return switch (trap) {
            case Trap.PageFault f -> {
                int code =
                        signal == Signals.SIGBUS
                                ? BUS_ADRERR
                                : areas.at(f.address()) == null ? SEGV_MAPERR : SEGV_ACCERR;
                int bits = (f.present() ? PRESENT : 0) | bits(f.access());
                yield page(signal, code, f.address(), bits, 0, pc);
            }
            case Trap.ProtectionFault f ->
                    page(
                            signal,
                            SEGV_PKUERR,
                            f.address(),
                            PRESENT | KEY | bits(f.access()),
                            f.key(),
                            pc);
            case Trap.GeneralFault _ -> plain(signal, SI_KERNEL, 0, GENERAL, pc);
            case Trap.IllegalInstruction _ -> plain(signal, ILL_ILLOPN, pc, INVALID, pc);
            case Trap.ArithmeticFault _ -> plain(signal, FPE_INTDIV, pc, DIVIDE, pc);
            // INT3 is a trap on x86: the program goes on behind it.
            case Trap.Breakpoint _ -> plain(signal, SI_KERNEL, 0, BREAKPOINT, x86 ? pc + 1 : pc);
            default -> null;
        };
    }

    private static int bits(Access access) {
        return USER
                | switch (access) {
                    case READ -> 0;
                    case WRITE -> WRITE;
                    case EXECUTE -> FETCH;
                };
    }

    private static FaultSignal page(
            int signal, int code, long address, int bits, int key, long pc) {
        return new FaultSignal(
                new SignalInformation(signal, code, address, 0, key),
                new SignalFrames.Fault(PAGE, bits, address),
                pc);
    }

    private static FaultSignal plain(int signal, int code, long address, int number, long pc) {
        return new FaultSignal(
                new SignalInformation(signal, code, address, 0, 0),
                new SignalFrames.Fault(number, 0, 0),
                pc);
    }
}
