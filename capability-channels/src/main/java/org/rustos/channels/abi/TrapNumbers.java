package org.rustos.channels.abi;

/**
 * Numbers of the traps that are not Linux system calls. They stand where Linux puts its number (RAX
 * on x86-64); arguments, where a call has any, are in the registers of the ISA's Linux convention.
 * Ours stay below 1100; plug-ins number theirs from there.
 */
public final class TrapNumbers {
    /** {@code ring}: (params address) gives 0; see {@link RingLayout}. */
    public static final int RING_SETUP = 1000;

    /**
     * {@code ring}: (ring id, entries to submit, completions to wait for, flags) gives entries
     * taken.
     */
    public static final int RING_ENTER = 1001;

    /** {@code channel}: no argument; takes what is submitted, gives the number of entries taken. */
    public static final int CHANNEL_DOORBELL = 1010;

    /** {@code channel}: no argument; returns 0 when a completion is there. */
    public static final int CHANNEL_WAIT = 1011;

    /** {@code emergency}: (spec address, or 0 to ask for nothing) gives the parent process id. */
    public static final int ACQUIRE_INITIAL_CAPABILITIES = 1020;

    /** {@code emergency}: (text address, length up to 4096) gives the length. */
    public static final int DEBUG_PRINT = 1021;

    /** {@code emergency}: (exit status) ends the process; does not return. */
    public static final int ABORT = 1022;

    /**
     * {@code direct}, from service text only: (op, handle, a0, a1, a2, a3) executes the operation.
     */
    public static final int DIRECT_KERNEL = 1030;

    /**
     * {@code direct}, from service text only: (handle, page index, PAGE flags needed) fills the
     * mirror.
     */
    public static final int DIRECT_FILL = 1031;

    /** {@code direct}, at the gate only: opens the service's memory; changes no register. */
    public static final int DIRECT_ENTER = 1032;

    /** {@code direct}, at the gate only: closes the service's memory; changes no register. */
    public static final int DIRECT_LEAVE = 1033;

    /** {@code ebpf}: (object or byte code, its length) gives the id of its first program. */
    public static final int EBPF_LOAD = 1070;

    /** {@code ebpf}: (program, data, length) runs it once on a copy; gives R0, 31 bits. */
    public static final int EBPF_RUN = 1071;

    /** {@code ebpf}: (program) filters every system call of the process from now on. Gives 0. */
    public static final int EBPF_FILTER_CALLS = 1072;

    /**
     * {@code ebpf}: (program, descriptor, key, address of the result) walks an index in the file
     * from block 0; gives the number of blocks read.
     */
    public static final int EBPF_LOOKUP = 1073;

    /**
     * {@code ebpf}: (program, descriptor, address of a position, buffer, length) gives the bytes of
     * the next packet that the program passes, 0 behind the last one.
     */
    public static final int EBPF_RECEIVE = 1074;

    /** {@code message}: see {@link MessageLayout}; gives 0 when the message was taken. */
    public static final int MESSAGE_SEND = 1040;

    /** {@code message}: gives the info of the answer. */
    public static final int MESSAGE_CALL = 1041;

    /** {@code message}: gives the info of the message. */
    public static final int MESSAGE_RECEIVE = 1042;

    /** {@code message}: answers the call that was taken last, or the upper handle's; gives 0. */
    public static final int MESSAGE_REPLY = 1043;

    /** {@code message}: both in one. */
    public static final int MESSAGE_REPLY_WAIT = 1044;

    /** {@code message}: (notification, info) raises flags. */
    public static final int MESSAGE_SIGNAL = 1045;

    /** {@code message}: (notification, info) takes flags into the badge's register; gives 0. */
    public static final int MESSAGE_WAIT = 1046;

    /** {@code message}: (address, or 0) registers the thread's message buffer. */
    public static final int MESSAGE_BUFFER = 1047;

    /** {@code message}: (ENDPOINT or NOTIFICATION) gives a capability to a new object. */
    public static final int MESSAGE_CREATE = 1048;

    /** {@code message}: (handle, rights, badge) gives a badged capability. */
    public static final int MESSAGE_MINT = 1049;

    /** {@code message}: the answer that is owed becomes a capability. */
    public static final int MESSAGE_KEEP_REPLY = 1050;

    /**
     * {@code message}: (role, capabilities in the buffer, priority or 0 for the caller's own)
     * starts this program again as another process, in which the last argument is {@code role=N};
     * gives its id.
     */
    public static final int MESSAGE_SPAWN = 1051;

    /**
     * {@code message}: (op, handle, a0, a1, a2, a3) executes an operation of the kernel; on files
     * from a server's process only.
     */
    public static final int MESSAGE_KERNEL = 1052;

    /**
     * {@code unikernel}: (op, handle, a0, a1, a2, a3) is the call of a function of the library OS
     * that the kernel model executes. From anywhere: there is no boundary.
     */
    public static final int UNIKERNEL_CALL = 1060;

    /** {@code unikernel}: (handle, page index, PAGE flags needed) brings a page of a file in. */
    public static final int UNIKERNEL_FILL = 1061;

    private TrapNumbers() {}
}
