package org.rustos.kernel.linux;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.kernel.op.Errno;

/**
 * Frames of x86-64: the vector and floating-point state lies above the frame in the form that XSAVE
 * gives it, and the frame says what the processor says of a fault.
 */
final class X86SignalFrames extends SignalFrames {
    /** Bits of the flags register that sigreturn takes from the frame (FIX_EFLAGS). */
    private static final long USER_FLAGS = 0x5_0dd5L;

    private static final long FIXED_FLAGS = 0x202;
    private static final long DIRECTION_TRAP_RESUME = 0x1_0500L;

    // The layout of XSAVE (Intel SDM vol. 1, 13.4) and of the kernel's marks in and behind it
    // (asm/sigcontext.h).
    private static final int STATE_HEADER = 64;
    private static final int STATE_MARK = 464;
    private static final int MARK_IN_STATE = 0x4650_5853;
    private static final int MARK_BEHIND = 0x4650_5845;
    private static final int STATE_ALIGNMENT = 64;
    private static final long X87_AND_VECTORS = 3;
    private static final long HAS_STATE = 7;

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

    X86SignalFrames(LinuxAbi abi) {
        super(abi);
    }

    /** What the processor says of a fault, for handlers that look. */
    private record ProcessorFault(int number, int errorCode, long address) {}

    private static ProcessorFault exception(Trap trap) {
        return switch (trap) {
            case Trap.PageFault f ->
                    new ProcessorFault(
                            PAGE, (f.present() ? PRESENT : 0) | bits(f.access()), f.address());
            case Trap.ProtectionFault f ->
                    new ProcessorFault(PAGE, PRESENT | KEY | bits(f.access()), f.address());
            case Trap.GeneralFault _ -> new ProcessorFault(GENERAL, 0, 0);
            case Trap.IllegalInstruction _ -> new ProcessorFault(INVALID, 0, 0);
            case Trap.ArithmeticFault _ -> new ProcessorFault(DIVIDE, 0, 0);
            case Trap.Breakpoint _ -> new ProcessorFault(BREAKPOINT, 0, 0);
            case null, default -> new ProcessorFault(0, 0, 0);
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

    @Override
    Errno enter(Entry entry) {
        HartContext context = entry.context();
        byte[] state = stateImage(context.extendedState());
        long stateAt =
                state.length == 0 ? entry.top() : (entry.top() - state.length) & -STATE_ALIGNMENT;
        long frame = ((stateAt - layout().size()) & -16) - 8;
        if (!entry.fits(frame)) {
            return Errno.EFAULT;
        }
        Struct s = frame(entry);
        s.u64(layout().restorer(), entry.action().restorer());
        if (state.length > 0) {
            ProcessorFault told = exception(entry.trap());
            s.u64(layout().context(), HAS_STATE);
            s.u64(layout().state(), stateAt);
            s.u16(layout().selectors(), 0x33).u16(layout().selectors() + 6, 0x2b);
            s.u64(layout().fault(), told.errorCode()).u64(layout().fault() + 8, told.number());
            s.u64(layout().fault() + 16, entry.mask()).u64(layout().fault() + 24, told.address());
        }
        Errno error = entry.write(frame, s.bytes());
        if (error == Errno.OK && state.length > 0) {
            error = entry.write(stateAt, state);
        }
        if (error != Errno.OK) {
            return error;
        }
        go(entry, frame);
        int flags = names(context).indexOf("rflags");
        if (flags >= 0) {
            context.register(flags, context.register(flags) & ~DIRECTION_TRAP_RESUME);
        }
        return Errno.OK;
    }

    /** The saved registers with header and marks; empty if there are none. */
    private static byte[] stateImage(byte[] saved) {
        if (saved.length == 0) {
            return saved;
        }
        int size = saved.length + STATE_HEADER;
        Struct image = new Struct(size + 4);
        System.arraycopy(saved, 0, image.bytes(), 0, saved.length);
        image.u32(STATE_MARK, MARK_IN_STATE).u32(STATE_MARK + 4, size + 4L);
        image.u64(STATE_MARK + 8, X87_AND_VECTORS).u32(STATE_MARK + 16, size);
        image.u64(saved.length, X87_AND_VECTORS);
        return image.u32(size, MARK_BEHIND).bytes();
    }

    @Override
    Returned leave(Request r) {
        HartContext context = r.thread().context();
        Struct s = r.get(context.sp() - layout().context(), layout().size());
        if (s == null) {
            return null;
        }
        byte[] empty = context.extendedState();
        if (empty.length > 0 && s.u64(layout().state()) != 0) {
            Struct state = r.get(s.u64(layout().state()), empty.length);
            if (state == null) {
                return null;
            }
            context.extendedState(state.bytes());
        }
        return returned(context, s);
    }

    @Override
    long sound(String name, long value) {
        return name.equals("rflags") ? value & USER_FLAGS | FIXED_FLAGS : value;
    }
}
