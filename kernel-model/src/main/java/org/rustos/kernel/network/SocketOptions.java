package org.rustos.kernel.network;

import java.util.SortedMap;
import java.util.TreeMap;

/** What can be set on a socket; flags that change nothing here are kept to be told again. */
public final class SocketOptions {
    /** As Linux's net.core.wmem_max and rmem_max: what a program may ask for, in bytes. */
    private static final int LARGEST_BUFFER = 212_992;

    private static final int SMALLEST_SEND = 4608;
    private static final int SMALLEST_RECEIVE = 2304;

    private final SortedMap<Long, byte[]> kept = new TreeMap<>();
    private int sendBuffer;
    private int receiveBuffer;
    private long sendTimeoutNanos;
    private long receiveTimeoutNanos;
    private boolean reuseAddress;
    private boolean reusePort;
    private boolean broadcast;
    private boolean passCredentials;
    private boolean sixOnly;
    private boolean abort;

    SocketOptions(int sendBuffer, int receiveBuffer) {
        this.sendBuffer = sendBuffer;
        this.receiveBuffer = receiveBuffer;
    }

    /** What an accepted socket takes over from the one that listened. */
    void inherit(SocketOptions from) {
        kept.putAll(from.kept);
        sendBuffer = from.sendBuffer;
        receiveBuffer = from.receiveBuffer;
        sendTimeoutNanos = from.sendTimeoutNanos;
        receiveTimeoutNanos = from.receiveTimeoutNanos;
        reuseAddress = from.reuseAddress;
        reusePort = from.reusePort;
        passCredentials = from.passCredentials;
        sixOnly = from.sixOnly;
        abort = from.abort;
    }

    /** The value of an option that is only kept, or null; the key is the caller's. */
    public byte[] kept(long key) {
        return kept.get(key);
    }

    public void keep(long key, byte[] value) {
        kept.put(key, value);
    }

    /** Bytes that may be on their way. */
    public int sendBuffer() {
        return sendBuffer;
    }

    /** Linux doubles what it is asked for, for its own overhead, and keeps it within bounds. */
    public void sendBuffer(int asked) {
        sendBuffer = Math.max(SMALLEST_SEND, Math.min(asked & 0x7fff_ffff, LARGEST_BUFFER) * 2);
    }

    public int receiveBuffer() {
        return receiveBuffer;
    }

    public void receiveBuffer(int asked) {
        receiveBuffer =
                Math.max(SMALLEST_RECEIVE, Math.min(asked & 0x7fff_ffff, LARGEST_BUFFER) * 2);
    }

    /** How long a send may wait; 0 for ever. */
    public long sendTimeoutNanos() {
        return sendTimeoutNanos;
    }

    public void sendTimeoutNanos(long nanos) {
        sendTimeoutNanos = nanos;
    }

    /** How long a receive may wait; 0 for ever. */
    public long receiveTimeoutNanos() {
        return receiveTimeoutNanos;
    }

    public void receiveTimeoutNanos(long nanos) {
        receiveTimeoutNanos = nanos;
    }

    public boolean reuseAddress() {
        return reuseAddress;
    }

    public void reuseAddress(boolean on) {
        reuseAddress = on;
    }

    public boolean reusePort() {
        return reusePort;
    }

    public void reusePort(boolean on) {
        reusePort = on;
    }

    public boolean broadcast() {
        return broadcast;
    }

    public void broadcast(boolean on) {
        broadcast = on;
    }

    /** Whether each message tells who sent it. */
    public boolean passCredentials() {
        return passCredentials;
    }

    public void passCredentials(boolean on) {
        passCredentials = on;
    }

    /** Whether closing a connection resets it (SO_LINGER of no time). */
    public boolean abort() {
        return abort;
    }

    public void abort(boolean on) {
        abort = on;
    }

    /** Whether a version 6 socket leaves version 4 alone. */
    public boolean sixOnly() {
        return sixOnly;
    }

    public void sixOnly(boolean on) {
        sixOnly = on;
    }
}
