package org.rustos.channels.request;

import org.rustos.channels.abi.StatLayout;
import org.rustos.core.machine.Work;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Attributes;
import org.rustos.kernel.file.Credentials;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.file.FileSystem;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.memory.UserMemory;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.HandleSpace;
import org.rustos.kernel.op.KernelOp;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.PhasedOp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** STAT, of a path below a directory or of an open handle, in the guest ABI's layout. */
final class StatRun extends PhasedOp {
    private static final int PATH_MAX = 4095;

    private final Kernel kernel;
    private final long handle;
    private final long pathAddress;
    private final int pathLength;
    private final long buffer;
    private String path;
    private Inode inode;
    private Directory base;

    StatRun(Kernel kernel, KernelOp.Stat op) {
        this.kernel = kernel;
        this.handle = op.base();
        this.pathAddress = op.path();
        this.pathLength = op.pathLength();
        this.buffer = op.buffer();
    }

    StatRun(Kernel kernel, KernelOp.StatHandle op) {
        this.kernel = kernel;
        this.handle = op.handle();
        this.pathAddress = 0;
        this.pathLength = 0;
        this.buffer = op.buffer();
    }

    @Override
    protected Errno fetch(Caller caller) {
        if (pathLength == 0) {
            return Errno.OK;
        }
        UserMemory.Text text =
                kernel.userMemory().string(caller, pathAddress, pathLength, PATH_MAX);
        if (text.error() != Errno.OK) {
            return text.error();
        }
        path = new String(text.bytes(), StandardCharsets.ISO_8859_1);
        return path.indexOf('\0') < 0 ? Errno.OK : Errno.EINVAL;
    }

    @Override
    protected Errno check(Caller caller) {
        if (path != null && handle == KernelOp.WORKING_DIRECTORY) {
            base = kernel.files().root();
            return Errno.OK;
        }
        HandleSpace.Found found = caller.handles().find(caller, handle, HandleSpace.Use.STAT);
        if (found.error() != Errno.OK) {
            return found.error();
        }
        if (!(found.object() instanceof OpenFile open)) {
            return Errno.EINVAL;
        }
        inode = open.inode();
        if (path == null) {
            return Errno.OK;
        }
        base = inode instanceof Directory directory ? directory : null;
        return base == null ? Errno.ENOTDIR : Errno.OK;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        if (path != null) {
            Answer<Inode> found =
                    new FileSystem(kernel.files().volume(), base)
                            .find(base, path, true, Credentials.ROOT, caller);
            if (!found.ok()) {
                finish(OpResult.failed(found.error()));
                return Work.Progress.DONE;
            }
            inode = found.value();
        }
        caller.charge("file.attributes");
        caller.touch(inode.objectLine());
        finish(OpResult.of(0));
        return Work.Progress.DONE;
    }

    @Override
    protected Errno publish(Caller caller) {
        Attributes attributes = inode.attributes();
        ByteBuffer stat = ByteBuffer.allocate(StatLayout.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        stat.putLong(StatLayout.OBJECT, attributes.inode());
        stat.putLong(StatLayout.BYTES, attributes.size());
        stat.putInt(StatLayout.MODE, attributes.mode());
        stat.putInt(StatLayout.LINKS, attributes.links());
        stat.putLong(StatLayout.MODIFIED, attributes.modifiedNs());
        return kernel.userMemory().write(caller, buffer, stat.array(), 0, stat.capacity());
    }
}
