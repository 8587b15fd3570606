package org.rustos.kernel.linux;

import org.rustos.core.hart.HartContext;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;

import java.util.Arrays;
import java.util.List;

/**
 * Builds what a handler finds on its stack and takes the registers back from it: general registers,
 * and the vector and floating-point state in the form that XSAVE gives it.
 */
final class SignalFrames {
    /** Bits of the flags register that sigreturn takes from the frame (x86: FIX_EFLAGS). */
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
    private static final int SS_DISABLE = 2;

    private final LinuxAbi abi;
    private final LinuxAbi.SignalFrame layout;

    SignalFrames(LinuxAbi abi) {
        this.abi = abi;
        this.layout = abi.signalFrame();
    }

    /**
     * What the processor says of a fault, for handlers that look.
     *
     * @param number of the exception
     * @param errorCode of the exception
     * @param address that could not be reached
     */
    record Fault(int number, int errorCode, long address) {
        static final Fault NONE = new Fault(0, 0, 0);
    }

    /**
     * Writes a frame and lets the thread go on in the handler.
     *
     * @param top where the stack of the handler begins
     * @param mask to return to
     */
    Errno enter(
            Caller caller,
            LinuxThread thread,
            SignalActions.Action action,
            SignalInformation information,
            Fault fault,
            long top,
            long mask) {
        var memory = thread.process().system().kernel().userMemory();
        HartContext context = thread.thread().context();
        byte[] state = stateImage(context.extendedState());
        long stateAt = state.length == 0 ? top : (top - state.length) & -STATE_ALIGNMENT;
        long frame = ((stateAt - layout.size()) & -16) - 8;
        if (frame < 0 || top - frame > 16 * PhysicalMemory.PAGE_SIZE) {
            return Errno.EFAULT;
        }
        Struct s = new Struct(layout.size());
        s.u64(layout.restorer(), action.restorer());
        s.u64(layout.stack(), thread.alternateStack());
        s.u32(layout.stack() + 8, thread.alternateSize() == 0 ? SS_DISABLE : 0);
        s.u64(layout.stack() + 16, thread.alternateSize());
        registers(context, s);
        s.u64(layout.mask(), mask);
        information.into(s, layout.information());
        if (state.length > 0) {
            s.u64(layout.context(), HAS_STATE);
            s.u64(layout.state(), stateAt);
            s.u16(layout.selectors(), 0x33).u16(layout.selectors() + 6, 0x2b);
            s.u64(layout.fault(), fault.errorCode()).u64(layout.fault() + 8, fault.number());
            s.u64(layout.fault() + 16, mask).u64(layout.fault() + 24, fault.address());
        }
        Errno error = memory.write(caller, frame, s.bytes(), 0, layout.size());
        if (error == Errno.OK && state.length > 0) {
            error = memory.write(caller, stateAt, state, 0, state.length);
        }
        if (error != Errno.OK) {
            return error;
        }
        context.sp(frame);
        context.pc(action.handler());
        context.argument(0, information.signal());
        context.argument(1, frame + layout.information());
        context.argument(2, frame + layout.context());
        int flags = names(context).indexOf("rflags");
        if (flags >= 0) {
            context.register(flags, context.register(flags) & ~DIRECTION_TRAP_RESUME);
        }
        return Errno.OK;
    }

    private static List<String> names(HartContext context) {
        return Arrays.asList(context.registerNames());
    }

    private void registers(HartContext context, Struct s) {
        List<String> names = names(context);
        List<String> order = abi.signalRegisters();
        for (int i = 0; i < order.size(); i++) {
            s.u64(layout.registers() + 8 * i, context.register(names.indexOf(order.get(i))));
        }
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

    /** What rt_sigreturn finds; null if the frame cannot be read. */
    record Returned(long result, long mask, long alternateStack, long alternateSize) {}

    /** Takes all registers back. */
    Returned leave(Request r) {
        HartContext context = r.thread().context();
        Struct s = r.get(context.sp() - layout.context(), layout.size());
        if (s == null) {
            return null;
        }
        byte[] empty = context.extendedState();
        if (empty.length > 0 && s.u64(layout.state()) != 0) {
            Struct state = r.get(s.u64(layout.state()), empty.length);
            if (state == null) {
                return null;
            }
            context.extendedState(state.bytes());
        }
        List<String> names = names(context);
        List<String> order = abi.signalRegisters();
        long result = 0;
        for (int i = 0; i < order.size(); i++) {
            long value = s.u64(layout.registers() + 8 * i);
            if (order.get(i).equals("rflags")) {
                value = value & USER_FLAGS | FIXED_FLAGS;
            }
            context.register(names.indexOf(order.get(i)), value);
            if (order.get(i).equals(layout.resultRegister())) {
                result = value;
            }
        }
        boolean none = (s.s32(layout.stack() + 8) & SS_DISABLE) != 0;
        return new Returned(
                result,
                s.u64(layout.mask()),
                none ? 0 : s.u64(layout.stack()),
                none ? 0 : s.u64(layout.stack() + 16));
    }
}
