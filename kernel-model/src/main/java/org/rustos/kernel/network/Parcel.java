package org.rustos.kernel.network;

import org.rustos.kernel.file.OpenFile;

import java.util.List;

/** A part of a receive queue that came from one send, or from several that nothing tells apart. */
final class Parcel {
    private final Socket source;
    private final Address from;
    private final Identity sender;
    private List<OpenFile> rights;
    private int length;
    private int charge;

    /**
     * Starts a parcel.
     *
     * @param source whose send buffer it fills; null if nobody's
     * @param charge bytes that it counts for in buffers
     */
    Parcel(Socket source, Address from, Envelope envelope, int length, int charge) {
        this.source = source;
        this.from = from;
        this.sender = envelope.sender();
        this.rights = envelope.rights();
        this.length = length;
        this.charge = charge;
    }

    Socket source() {
        return source;
    }

    Address from() {
        return from;
    }

    Identity sender() {
        return sender;
    }

    List<OpenFile> rights() {
        return rights;
    }

    /** Its files, which it has no more. */
    List<OpenFile> takeRights() {
        List<OpenFile> taken = rights;
        rights = List.of();
        return taken;
    }

    /** Bytes that were not read yet. */
    int length() {
        return length;
    }

    int charge() {
        return charge;
    }

    /** Whether bytes of another send may follow without a boundary. */
    boolean continues(Envelope next) {
        return rights.isEmpty() && next.rights().isEmpty() && sender.equals(next.sender());
    }

    /** Bytes joined it, or were read from its front. */
    void grow(int bytes, int chargeChange) {
        length += bytes;
        charge += chargeChange;
    }
}
