package org.rustos.cli.gdb;

/** The debugger at the other end, whatever connects it. */
interface Client {
    /** Sends a packet with this body, one character a byte; never waits. */
    void send(String body);

    /** Ends the connection when everything is sent. */
    void close();
}
