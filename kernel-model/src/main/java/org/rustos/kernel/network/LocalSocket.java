package org.rustos.kernel.network;

/** What all sockets inside the machine have: a name of the file system, or one of their own. */
public sealed interface LocalSocket permits LocalConnection, LocalDatagram {
    LocalNames names();
}
