package org.rustos.kernel.op;

import org.rustos.core.machine.Work;
import org.rustos.kernel.file.FileSystem;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.memory.UserMemory;
import org.rustos.kernel.memory.UserRange;

/** The operations on files: open, close, read, write. */
public final class FileOps implements OpExecutor {
    /** As Linux's MAX_RW_COUNT: longer transfers are cut. */
    private static final long LONGEST = 0x7fff_f000L;

    private final FileSystem files;
    private final UserMemory memory;

    public FileOps(FileSystem files, UserMemory memory) {
        this.files = files;
        this.memory = memory;
    }

    @Override
    public OpRun begin(KernelOp op) {
        return switch (op) {
            case KernelOp.Open open -> new OpenRun(files, memory, open);
            case KernelOp.Close close -> new CloseRun(close.handle());
            case KernelOp.Read read ->
                    new TransferRun(
                            memory, read.handle(), read.buffer(), read.length(), read.offset()) {
                        @Override
                        HandleSpace.Use purpose() {
                            return HandleSpace.Use.READ;
                        }

                        @Override
                        long move(OpenFile file, UserBuffer buffer, long offset, Caller caller) {
                            return file.read(buffer, offset, caller);
                        }
                    };
            case KernelOp.Write write ->
                    new TransferRun(
                            memory,
                            write.handle(),
                            write.buffer(),
                            write.length(),
                            write.offset()) {
                        @Override
                        HandleSpace.Use purpose() {
                            return HandleSpace.Use.WRITE;
                        }

                        @Override
                        long move(OpenFile file, UserBuffer buffer, long offset, Caller caller) {
                            return file.write(buffer, offset, caller);
                        }
                    };
            default -> new RefusedRun(Errno.EOPNOTSUPP);
        };
    }

    /** READ and WRITE: find the file, move the bytes, wait if there are none yet. */
    private abstract static class TransferRun extends PhasedOp {
        private final UserMemory memory;
        private final long handle;
        private final long buffer;
        private final long length;
        private final long offset;
        private OpenFile file;

        TransferRun(UserMemory memory, long handle, long buffer, long length, long offset) {
            this.memory = memory;
            this.handle = handle;
            this.buffer = buffer;
            this.length = length;
            this.offset = offset;
        }

        abstract HandleSpace.Use purpose();

        abstract long move(OpenFile file, UserBuffer buffer, long offset, Caller caller);

        @Override
        protected Errno check(Caller caller) {
            HandleSpace.Found found = caller.handles().find(caller, handle, purpose());
            if (found.error() != Errno.OK) {
                return found.error();
            }
            if (!(found.object() instanceof OpenFile open) || length < 0) {
                return Errno.EINVAL;
            }
            file = open;
            // A revocation or a close on another core must not take it away half-way.
            file.retain();
            return Errno.OK;
        }

        @Override
        protected Work.Progress use(Caller caller) {
            UserRange range = new UserRange(memory, caller, buffer, Math.min(length, LONGEST));
            // What has no position takes its bytes as they come, wherever the caller says.
            long moved = move(file, range, file.inode().seekable() ? offset : -1, caller);
            boolean waits = moved == Errno.EAGAIN.negative() && file.inode().waiters() != null;
            if (waits && !file.nonBlocking()) {
                file.inode().waiters().add(waker()::wake);
                return Work.Progress.PARKED;
            }
            file.release(caller);
            finish(moved >= 0 ? OpResult.of(moved) : OpResult.failed(Errno.of((int) -moved)));
            return Work.Progress.DONE;
        }
    }
}
