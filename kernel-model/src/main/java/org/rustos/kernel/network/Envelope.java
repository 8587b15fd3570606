package org.rustos.kernel.network;

import org.rustos.kernel.file.OpenFile;

import java.util.List;

/**
 * What goes with the bytes of one send.
 *
 * @param to where it goes; null means to the peer
 * @param target whom a local address names, if anybody; null for other addresses
 * @param sender who sends
 * @param rights open files that go along; the socket takes its own references
 */
public record Envelope(Address to, Socket target, Identity sender, List<OpenFile> rights) {
    /** Bytes only, to the peer. */
    public static Envelope plain(Identity sender) {
        return new Envelope(null, null, sender, List.of());
    }
}
