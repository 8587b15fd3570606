package org.rustos.channels.ebpf;

import org.rustos.core.machine.Work;
import org.rustos.kernel.ebpf.ProgramType;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.memory.UserMemory;
import org.rustos.kernel.memory.UserRange;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.HandleSpace;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.PhasedOp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * EBPF_RECEIVE: the next packet of a capture that the program passes. A capture file stands for a
 * network card's queue: the program sees a packet before anything else does, and only one that
 * passes is read as any read is.
 */
final class ReceiveRun extends PhasedOp {
    private static final int RECORD = 16;
    private static final int RECORD_LENGTH = 8;
    private static final int PACKET_MAX = 1 << 16;
    private static final long PASS = 2;

    /** Packets that one call drops at most before it says EAGAIN. */
    private static final int DROPPED_MAX = 4096;

    private final EbpfTraps traps;
    private final long id;
    private final long handle;
    private final long positionAddress;
    private final long buffer;
    private final long length;
    private final ByteBuffer position = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    private AttachedProgram program;
    private OpenFile file;
    private long at;
    private int dropped;

    ReceiveRun(EbpfTraps traps, long id, long handle, long position, long buffer, long length) {
        this.traps = traps;
        this.id = id;
        this.handle = handle;
        this.positionAddress = position;
        this.buffer = buffer;
        this.length = length;
    }

    private UserMemory memory() {
        return traps.kernel().userMemory();
    }

    @Override
    protected Errno fetch(Caller caller) {
        return memory().read(caller, positionAddress, position.array(), 0, position.capacity());
    }

    @Override
    protected Errno check(Caller caller) {
        caller.charge("ebpf.command");
        program = traps.program(id, ProgramType.XDP);
        at = position.getLong(0);
        if (program == null) {
            return Errno.EBADF;
        }
        HandleSpace.Found found = caller.handles().find(caller, handle, HandleSpace.Use.READ);
        if (found.error() != Errno.OK) {
            return found.error();
        }
        boolean sound = found.object() instanceof OpenFile open && open.inode().seekable();
        if (!sound || length < 0 || at < 0) {
            return Errno.EINVAL;
        }
        file = (OpenFile) found.object();
        file.retain();
        return Errno.OK;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        if (at >= file.inode().size()) {
            return end(caller, OpResult.of(0));
        }
        long bytes = size();
        if (bytes < 0) {
            return end(caller, OpResult.failed(Errno.EIO));
        }
        KernelBlock record =
                KernelBlock.packet(traps.kernel().board().memory(), RECORD + (int) bytes);
        long read = file.inode().read(file, record, at, new Below(caller));
        if (read != RECORD + bytes) {
            return end(caller, OpResult.failed(Errno.EIO));
        }
        long said = traps.runner().onData(caller, program, record, RECORD);
        long packet = at + RECORD;
        at = packet + bytes;
        if (said != PASS) {
            dropped++;
            return dropped < DROPPED_MAX
                    ? Work.Progress.MORE
                    : end(caller, OpResult.failed(Errno.EAGAIN));
        }
        UserRange range = new UserRange(memory(), caller, buffer, Math.min(length, bytes));
        long moved = file.read(range, packet, caller);
        return end(
                caller, moved >= 0 ? OpResult.of(moved) : OpResult.failed(Errno.of((int) -moved)));
    }

    /**
     * Bytes of the packet at the position, from its record's head; -1 if there is none; it is paid
     * for as part.
     */
    private long size() {
        KernelBlock head = KernelBlock.room(traps.kernel().board().memory(), RECORD);
        long read = file.inode().read(file, head, at, Payer.NOBODY);
        if (read != RECORD) {
            return -1;
        }
        int bytes =
                ByteBuffer.wrap(head.bytes()).order(ByteOrder.LITTLE_ENDIAN).getInt(RECORD_LENGTH);
        return bytes < 0 || bytes > PACKET_MAX ? -1 : bytes;
    }

    private Work.Progress end(Caller caller, OpResult result) {
        file.release(caller);
        position.putLong(0, at);
        Errno told =
                memory().write(caller, positionAddress, position.array(), 0, position.capacity());
        finish(told == Errno.OK ? result : OpResult.failed(told));
        return Work.Progress.DONE;
    }
}
