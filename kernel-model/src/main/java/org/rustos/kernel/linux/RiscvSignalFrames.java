package org.rustos.kernel.linux;

import org.rustos.core.hart.HartContext;
import org.rustos.kernel.op.Errno;

/**
 * Frames of riscv64: the information lies first, the floating-point registers with their control
 * word in the frame itself (asm/ucontext.h, asm/ptrace.h), and the handler returns into the page of
 * {@link ReturnPage}.
 */
final class RiscvSignalFrames extends SignalFrames {
    /** 32 registers and the control word: the first member of union __riscv_fp_state. */
    private static final int STATE_BYTES = 32 * 8 + 4;

    /** Behind the state: a word that must be zero, then the head of the first extension. */
    private static final int RESERVED = 516;

    private static final int EXTENSION = 520;

    RiscvSignalFrames(LinuxAbi abi) {
        super(abi);
    }

    @Override
    Errno enter(Entry entry) {
        HartContext context = entry.context();
        long frame = (entry.top() - layout().size()) & -16;
        if (!entry.fits(frame)) {
            return Errno.EFAULT;
        }
        Struct s = frame(entry);
        byte[] state = context.extendedState();
        System.arraycopy(
                state, 0, s.bytes(), layout().state(), Math.min(state.length, STATE_BYTES));
        Errno error = entry.write(frame, s.bytes());
        if (error != Errno.OK) {
            return error;
        }
        go(entry, frame);
        long back = ReturnPage.address(entry.thread().process().process().areas());
        context.register(names(context).indexOf("ra"), back);
        return Errno.OK;
    }

    @Override
    Returned leave(Request r) {
        HartContext context = r.thread().context();
        Struct s = r.get(context.sp(), layout().size());
        if (s == null
                || s.u32(layout().state() + RESERVED) != 0
                || s.u64(layout().state() + EXTENSION) != 0) {
            return null;
        }
        byte[] state = context.extendedState();
        System.arraycopy(
                s.bytes(), layout().state(), state, 0, Math.min(state.length, STATE_BYTES));
        context.extendedState(state);
        return returned(context, s);
    }
}
