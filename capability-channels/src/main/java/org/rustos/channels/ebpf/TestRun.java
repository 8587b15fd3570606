package org.rustos.channels.ebpf;

import org.rustos.core.machine.Work;
import org.rustos.kernel.ebpf.ProgramType;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.PhasedOp;

/** EBPF_RUN: one run because user code asks for it; the empty operation if the program is empty. */
final class TestRun extends PhasedOp {
    private static final int LONGEST = 1 << 16;

    private final EbpfTraps traps;
    private final long id;
    private final long address;
    private final long length;
    private byte[] data;
    private AttachedProgram program;

    TestRun(EbpfTraps traps, long id, long address, long length) {
        this.traps = traps;
        this.id = id;
        this.address = address;
        this.length = length;
    }

    @Override
    protected Errno fetch(Caller caller) {
        if (length < 0 || length > LONGEST) {
            return Errno.EINVAL;
        }
        data = new byte[(int) length];
        return length == 0
                ? Errno.OK
                : traps.kernel().userMemory().read(caller, address, data, 0, data.length);
    }

    @Override
    protected Errno check(Caller caller) {
        caller.charge("ebpf.command");
        program = traps.program(id, ProgramType.RAW, ProgramType.XDP, ProgramType.CLASSIFIER);
        return program == null ? Errno.EBADF : Errno.OK;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        // A raw program was verified without memory; it gets none.
        boolean raw = program.type() == ProgramType.RAW;
        KernelBlock block = raw ? KernelBlock.EMPTY : KernelBlock.of(data);
        finish(OpResult.of(traps.runner().onData(caller, program, block) & 0x7fff_ffffL));
        return Work.Progress.DONE;
    }
}
