package org.rustos.kernel.op;

import org.rustos.core.machine.Work;
import org.rustos.kernel.Flaw;
import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Credentials;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.file.FileSystem;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.memory.UserMemory;

import java.nio.charset.StandardCharsets;

/**
 * {@link KernelOp.Open}: copies the path in once, then walks it below its base.
 *
 * <p>The base is the root of the walk: an absolute path, "..", or a link cannot lead out of the
 * directory that the handle names.
 */
final class OpenRun extends PhasedOp {
    private static final int PATH_MAX = 4095;

    private final FileSystem files;
    private final UserMemory memory;
    private final KernelOp.Open op;
    private String path;
    private FileSystem below;
    private Directory start;

    OpenRun(FileSystem files, UserMemory memory, KernelOp.Open op) {
        this.files = files;
        this.memory = memory;
        this.op = op;
    }

    @Override
    protected Errno fetch(Caller caller) {
        UserMemory.Text text = memory.string(caller, op.path(), op.pathLength(), PATH_MAX);
        if (text.error() != Errno.OK) {
            return text.error();
        }
        path = new String(text.bytes(), StandardCharsets.ISO_8859_1);
        return path.indexOf('\0') < 0 ? Errno.OK : Errno.EINVAL;
    }

    @Override
    protected Errno check(Caller caller) {
        if (op.base() == KernelOp.WORKING_DIRECTORY) {
            below = files;
            start = below.root();
            return Errno.OK;
        }
        HandleSpace.Found found =
                caller.handles().find(caller, op.base(), HandleSpace.Use.OPEN_BELOW);
        if (found.error() != Errno.OK) {
            return found.error();
        }
        if (found.object() instanceof OpenFile open
                && open.inode() instanceof Directory directory) {
            below = caller.omits(Flaw.WALK) ? files : new FileSystem(files.volume(), directory);
            start = directory;
            return Errno.OK;
        }
        return Errno.ENOTDIR;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        Answer<OpenFile> opened =
                below.open(start, path, op.flags(), op.mode(), Credentials.ROOT, caller);
        if (opened.error() == Errno.EAGAIN && await()) {
            return Work.Progress.PARKED;
        }
        if (!opened.ok()) {
            finish(OpResult.failed(opened.error()));
            return Work.Progress.DONE;
        }
        long handle = caller.handles().install(caller, opened.value());
        if (handle < 0) {
            opened.value().release(caller);
            finish(OpResult.failed(Errno.of((int) -handle)));
        } else {
            finish(OpResult.of(handle));
        }
        return Work.Progress.DONE;
    }

    /** What is opened comes later: whether there is somebody who tells when. */
    private boolean await() {
        Answer<Inode> place = below.find(start, path, true, Credentials.ROOT, Payer.NOBODY);
        if (!place.ok() || place.value().waiters() == null) {
            return false;
        }
        place.value().waiters().add(waker()::wake);
        return true;
    }
}
