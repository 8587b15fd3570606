package org.rustos.channels.abi;

import org.rustos.kernel.ipc.MessageBuffer;
import org.rustos.kernel.ipc.MessageInfo;
import org.rustos.kernel.ipc.MessageRegisters;

/**
 * A message of {@code message}: the words that travel in registers, the word that describes them,
 * the buffer for the rest. Registers by ISA: {@code docs/guest-abi.md}.
 */
public final class MessageLayout {
    /** Words in registers. */
    public static final int REGISTER_WORDS = MessageRegisters.WORDS;

    /** Words of a message at most. */
    public static final int MAX_WORDS = MessageBuffer.MAX_WORDS;

    /** Capabilities of a message at most. */
    public static final int MAX_CAPABILITIES = MessageBuffer.MAX_CAPABILITIES;

    /** In the info: its low 8 bits are the number of words, here the number of capabilities. */
    public static final int INFO_CAPABILITIES_SHIFT = MessageInfo.CAPABILITIES_SHIFT;

    /** In the info: answer EAGAIN instead of waiting. */
    public static final int INFO_NO_WAIT = MessageInfo.NO_WAIT;

    /** In the info: the timeout register holds nanoseconds, after which the answer is ETIMEDOUT. */
    public static final int INFO_TIMED = MessageInfo.TIMED;

    /** In the info that a receiver gets: the sender waits for an answer. */
    public static final int INFO_CALL = MessageInfo.CALL;

    /** Bytes of a thread's buffer, and its alignment. */
    public static final int BUFFER_SIZE = MessageBuffer.SIZE;

    /** u64 each: words behind those in registers. */
    public static final int BUFFER_WORDS = MessageBuffer.WORDS;

    /** u64 each: capabilities. */
    public static final int BUFFER_CAPABILITIES = MessageBuffer.CAPABILITIES;

    /** In a capability that is sent: rights that the receiver keeps. */
    public static final int RIGHTS_SHIFT = MessageBuffer.RIGHTS_SHIFT;

    /** In a capability that is sent: the sender gives it away. */
    public static final long MOVE = MessageBuffer.MOVE;

    /** Bytes that a client shares with the file server. */
    public static final int WINDOW_SIZE = 0x10000;

    /** Clients of the file server at most; a badge's low bits are the client's number, from 1. */
    public static final int MAX_CLIENTS = 8;

    /** In a badge: the file's number above the client's. */
    public static final int BADGE_FILE_SHIFT = 16;

    private MessageLayout() {}
}
