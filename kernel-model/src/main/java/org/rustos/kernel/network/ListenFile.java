package org.rustos.kernel.network;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Credentials;
import org.rustos.kernel.file.FileKind;
import org.rustos.kernel.file.FileSystem;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.UserBuffer;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

import java.util.List;

/**
 * A port as a file, for programs that have no calls for sockets: who opens it gets the next
 * connection and waits until there is one. A directory capability above it is the right to listen
 * there, and none but that.
 */
public final class ListenFile extends Inode {
    private static final Identity KERNEL = new Identity(0, 0, 0);
    private static final int BACKLOG = 128;

    private final int port;
    private final TcpSocket listener;

    /** Listens from the first opening on. */
    public ListenFile(NetworkServices services, int port) {
        super(services.volume(), 0600);
        this.port = port;
        this.listener = new TcpSocket(services, Domain.INTERNET_4, KERNEL);
    }

    /** Puts the port's file into a tree: {@code /net/tcp/PORT}. */
    public static void install(FileSystem files, NetworkServices services, int port) {
        for (String folder : List.of("/net", "/net/tcp")) {
            files.makeDirectory(files.root(), folder, 0755, Credentials.ROOT, Payer.NOBODY);
        }
        files.make(
                files.root(),
                "/net/tcp/" + port,
                new ListenFile(services, port),
                Credentials.ROOT,
                Payer.NOBODY);
    }

    @Override
    public Answer<Inode> opening(Payer payer) {
        if (!listener.listening()) {
            Errno refusal = listener.bind(InternetAddress.any(false, port), payer);
            refusal = refusal == Errno.OK ? listener.listen(BACKLOG, KERNEL) : refusal;
            if (refusal != Errno.OK) {
                return Answer.refused(refusal);
            }
        }
        Answer<Socket> accepted = listener.accept(payer);
        return accepted.ok() ? Answer.of(accepted.value()) : Answer.refused(accepted.error());
    }

    @Override
    public WaitQueue waiters() {
        return listener.waiters();
    }

    @Override
    public FileKind kind() {
        return FileKind.CHARACTER;
    }

    @Override
    public long size() {
        return 0;
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
