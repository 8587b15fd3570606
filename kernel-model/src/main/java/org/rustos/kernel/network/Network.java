package org.rustos.kernel.network;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.op.Errno;

/**
 * Where internet sockets find each other. Whoever has a socket can take part: an end that lies
 * outside of the machine is a socket without a descriptor.
 */
public interface Network {
    /**
     * Gives a socket an address of its own.
     *
     * @param wanted port 0 asks for one of the network's choice
     * @return the address, EADDRINUSE or EADDRNOTAVAIL
     */
    Answer<InternetAddress> bind(InternetSocket socket, InternetAddress wanted);

    /** A socket that was accepted shares the port of the one that listened. */
    void share(InternetSocket socket);

    /** The socket needs its port no more. */
    void release(InternetSocket socket);

    /** Whether there is a way to a host: OK or ENETUNREACH. */
    Errno route(InternetAddress to);

    /** Who listens for connections at an address, or null. */
    TcpSocket listener(InternetAddress to);

    /** Who takes datagrams for an address, or null. */
    UdpSocket receiver(InternetAddress from, InternetAddress to);
}
