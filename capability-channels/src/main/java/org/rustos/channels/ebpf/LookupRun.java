package org.rustos.channels.ebpf;

import org.rustos.core.machine.Work;
import org.rustos.kernel.ebpf.ProgramType;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.HandleSpace;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.PhasedOp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * EBPF_LOOKUP: block after block of a file, each named by the program that looked at the one
 * before, without a return to user mode (the idea of XRP, OSDI 2022). The first block is read as
 * any read is, the others below the file system. Each is a step that others see.
 */
final class LookupRun extends PhasedOp {
    /** Bytes of a block. */
    static final int BLOCK = 512;

    /**
     * Blocks of one lookup at most: what keeps a cycle in the index from being one in the kernel.
     */
    static final int DEPTH_MAX = 16;

    private static final long FOUND = 1;
    private static final long MISSING = 2;

    private final EbpfTraps traps;
    private final long id;
    private final long handle;
    private final long resultAddress;
    private final ProgramRunner.Lookup lookup = new ProgramRunner.Lookup();
    private AttachedProgram program;
    private OpenFile file;

    LookupRun(EbpfTraps traps, long id, long handle, long key, long resultAddress) {
        this.traps = traps;
        this.id = id;
        this.handle = handle;
        this.resultAddress = resultAddress;
        lookup.key = key;
    }

    @Override
    protected Errno check(Caller caller) {
        caller.charge("ebpf.command");
        program = traps.program(id, ProgramType.LOOKUP);
        if (program == null) {
            return Errno.EBADF;
        }
        HandleSpace.Found found = caller.handles().find(caller, handle, HandleSpace.Use.READ);
        if (found.error() != Errno.OK) {
            return found.error();
        }
        if (!(found.object() instanceof OpenFile open) || !open.inode().seekable()) {
            return Errno.EINVAL;
        }
        file = open;
        file.retain();
        return Errno.OK;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        KernelBlock block = KernelBlock.room(traps.kernel().board().memory(), BLOCK);
        long at = lookup.next * BLOCK;
        long read =
                lookup.depth == 0
                        ? file.read(block, at, caller)
                        : file.inode().read(file, block, at, new Below(caller));
        if (read != BLOCK) {
            return end(caller, OpResult.failed(read < 0 ? Errno.of((int) -read) : Errno.EIO));
        }
        lookup.depth++;
        long said = traps.runner().onBlock(caller, program, block, lookup);
        if (said == FOUND) {
            return end(caller, OpResult.of(lookup.depth));
        }
        if (said != 0) {
            boolean missing = said == MISSING;
            return end(caller, OpResult.failed(missing ? Errno.ENOENT : Errno.EIO));
        }
        boolean inFile = lookup.next >= 0 && lookup.next < file.inode().size() / BLOCK;
        return inFile && lookup.depth < DEPTH_MAX
                ? Work.Progress.MORE
                : end(caller, OpResult.failed(Errno.ELOOP));
    }

    private Work.Progress end(Caller caller, OpResult result) {
        file.release(caller);
        finish(result);
        return Work.Progress.DONE;
    }

    @Override
    protected Errno publish(Caller caller) {
        byte[] word =
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(lookup.result)
                        .array();
        return traps.kernel().userMemory().write(caller, resultAddress, word, 0, word.length);
    }
}
