package org.rustos.kernel.linux;

import org.rustos.kernel.file.FileKind;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

/** A process by descriptor (pidfd): ready when it is over, and never another of the same id. */
final class ProcessFile extends Inode {
    private final LinuxProcess process;

    ProcessFile(Volume volume, LinuxProcess process) {
        super(volume, 0600);
        this.process = process;
    }

    LinuxProcess process() {
        return process;
    }

    @Override
    public FileKind kind() {
        return FileKind.ANONYMOUS;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public WaitQueue waiters() {
        return process.over();
    }

    @Override
    public int ready(OpenFile file) {
        return process.process().exited() ? READABLE : 0;
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        return Errno.EINVAL.negative();
    }

    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        return Errno.EINVAL.negative();
    }
}
