package org.rustos.channels.abi;

/** What a capability reaches, as the number that stands in tables and entries. */
public final class CapabilityType {
    /** An empty slot; in an entry: the sender does not state a type. */
    public static final int NONE = 0;

    public static final int DIRECTORY = 1;
    public static final int FILE = 2;
    public static final int CONSOLE = 3;
    public static final int CHANNEL = 4;
    public static final int PROCESS = 5;
    public static final int ENDPOINT = 7;
    public static final int REPLY = 8;
    public static final int NOTIFICATION = 9;
    public static final int SERVICE = 13;

    private CapabilityType() {}
}
