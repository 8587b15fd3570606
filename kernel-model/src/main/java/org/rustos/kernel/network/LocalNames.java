package org.rustos.kernel.network;

import org.rustos.kernel.op.Errno;

/** How one local socket is named. */
public final class LocalNames {
    /** As Linux's net.core.wmem_default. */
    private static final int BUFFER = 212_992;

    private final Socket socket;
    private LocalAddress name = LocalAddress.UNNAMED;
    private boolean registered;

    LocalNames(Socket socket) {
        this.socket = socket;
    }

    static SocketOptions options() {
        return new SocketOptions(BUFFER, BUFFER);
    }

    public LocalAddress name() {
        return name;
    }

    /** An accepted end has the name of the one that listened. */
    void shares(LocalNames other) {
        name = other.name;
    }

    /**
     * Takes a name; whether a path is free was the file system's to say. No name: a made-up one.
     */
    Errno bind(NetworkServices services, Address at) {
        if (!name.unnamed()) {
            return Errno.EINVAL;
        }
        LocalAddress wanted = (LocalAddress) at;
        LocalAddress chosen = wanted.unnamed() ? services.freeName() : wanted;
        if (chosen.isAbstract()) {
            Errno refusal = services.name(chosen, socket);
            if (refusal != Errno.OK) {
                return refusal;
            }
            registered = true;
        }
        name = chosen;
        return Errno.OK;
    }

    void forget(NetworkServices services) {
        if (registered) {
            services.forget(name, socket);
        }
    }
}
