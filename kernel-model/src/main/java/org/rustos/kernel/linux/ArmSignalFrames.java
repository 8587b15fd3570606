package org.rustos.kernel.linux;

import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.kernel.op.Errno;

/**
 * Frames of aarch64: the information lies first, registers beyond the general ones in records with
 * a magic number (asm/sigcontext.h), and above the frame stands a record of the interrupted
 * function for who follows frame pointers.
 */
final class ArmSignalFrames extends SignalFrames {
    private static final long SA_RESTORER = 0x0400_0000;

    /** FPSR, FPCR and 32 vector registers behind the record's head. */
    private static final int VECTORS_MAGIC = 0x4650_8001;

    private static final int VECTORS_SIZE = 528;
    private static final int VECTOR_BYTES = 32 * 16;
    private static final int FPSR = 8;
    private static final int VECTORS = 16;

    /** Of frame pointer and return address. */
    private static final int FRAME_RECORD = 16;

    ArmSignalFrames(LinuxAbi abi) {
        super(abi);
    }

    @Override
    Errno enter(Entry entry) {
        HartContext context = entry.context();
        long record = (entry.top() - FRAME_RECORD) & -16;
        long frame = record - layout().size();
        if (!entry.fits(frame)) {
            return Errno.EFAULT;
        }
        Struct s = frame(entry);
        s.u64(layout().fault(), address(entry.trap()));
        vectorsInto(s, context.extendedState());
        int framePointer = names(context).indexOf("x29");
        int link = names(context).indexOf("x30");
        Struct interrupted = new Struct(FRAME_RECORD);
        interrupted.u64(0, context.register(framePointer)).u64(8, context.register(link));
        Errno error = entry.write(record, interrupted.bytes());
        if (error == Errno.OK) {
            error = entry.write(frame, s.bytes());
        }
        if (error != Errno.OK) {
            return error;
        }
        go(entry, frame);
        boolean own = (entry.action().flags() & SA_RESTORER) != 0;
        context.register(framePointer, record);
        context.register(
                link,
                own
                        ? entry.action().restorer()
                        : ReturnPage.address(entry.thread().process().process().areas()));
        return Errno.OK;
    }

    private static long address(Trap trap) {
        return switch (trap) {
            case Trap.PageFault f -> f.address();
            case Trap.ProtectionFault f -> f.address();
            case null, default -> 0;
        };
    }

    /** The vector registers come as {@code struct user_fpsimd_state}, control words last. */
    private void vectorsInto(Struct s, byte[] saved) {
        if (saved.length == 0) {
            return;
        }
        int at = layout().state();
        s.u32(at, VECTORS_MAGIC).u32(at + 4, VECTORS_SIZE);
        System.arraycopy(saved, VECTOR_BYTES, s.bytes(), at + FPSR, 8);
        System.arraycopy(saved, 0, s.bytes(), at + VECTORS, VECTOR_BYTES);
    }

    @Override
    Returned leave(Request r) {
        HartContext context = r.thread().context();
        boolean aligned = (context.sp() & 15) == 0;
        Struct s = aligned ? r.get(context.sp(), layout().size()) : null;
        if (s == null) {
            return null;
        }
        byte[] saved = context.extendedState();
        if (saved.length > 0) {
            int at = layout().state();
            if (s.s32(at) != VECTORS_MAGIC || s.s32(at + 4) != VECTORS_SIZE) {
                return null;
            }
            System.arraycopy(s.bytes(), at + FPSR, saved, VECTOR_BYTES, 8);
            System.arraycopy(s.bytes(), at + VECTORS, saved, 0, VECTOR_BYTES);
            context.extendedState(saved);
        }
        return returned(context, s);
    }
}
