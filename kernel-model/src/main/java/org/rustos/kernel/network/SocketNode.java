package org.rustos.kernel.network;

import org.rustos.kernel.file.FileKind;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.op.Errno;

/** The name of a local socket in the file system: it outlives the socket that it was made for. */
public final class SocketNode extends Inode {
    private final Socket socket;

    public SocketNode(Volume volume, int permissions, Socket socket) {
        super(volume, permissions);
        this.socket = socket;
    }

    /** Who was bound to this name. */
    public Socket socket() {
        return socket;
    }

    @Override
    public FileKind kind() {
        return FileKind.SOCKET;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        return Errno.ENXIO.negative();
    }

    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        return Errno.ENXIO.negative();
    }
}
