package org.rustos.kernel.network;

/** What a {@link Network} must know of a socket that has a port. */
public sealed interface InternetSocket permits TcpSocket, UdpSocket {
    /** Its own address in plain form; port 0 before it is bound. */
    InternetAddress place();

    SocketOptions options();

    /** Whether it is of version 6. */
    boolean six();

    /** Whether nobody else may listen at its address. */
    boolean listening();

    /** Whether it gets what is sent from one address to another. */
    default boolean takes(InternetAddress to) {
        InternetAddress own = place();
        if (own.isAny()) {
            return six() ? to.six() || !options().sixOnly() : !to.six();
        }
        return own.sameHost(to);
    }
}
