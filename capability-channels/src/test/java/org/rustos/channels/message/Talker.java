package org.rustos.channels.message;

import org.rustos.channels.abi.CapabilityType;
import org.rustos.channels.abi.MessageLayout;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.testing.FakeGuest;
import org.rustos.channels.testing.FakeMachine;

/** A Java guest's side of message traps, with the registers of x86-64. */
final class Talker {
    /** Where its message buffer lies once it has registered it. */
    static final long BUFFER = FakeMachine.BUFFER + 0x8000;

    private static final String[] LAST_WORDS = {"r12", "r13", "r14", "r15"};

    final FakeGuest guest;
    private long timeout;

    Talker(FakeGuest guest) {
        this.guest = guest;
    }

    /** The timeout of traps whose info is TIMED, in nanoseconds. */
    Talker within(long nanos) {
        timeout = nanos;
        return this;
    }

    /** Lets others run for so long. */
    void pause(long nanos) throws InterruptedException {
        long never = guest.call(TrapNumbers.MESSAGE_CREATE, CapabilityType.NOTIFICATION);
        within(nanos).trap(TrapNumbers.MESSAGE_WAIT, never, MessageLayout.INFO_TIMED);
    }

    long useBuffer() throws InterruptedException {
        return guest.call(TrapNumbers.MESSAGE_BUFFER, BUFFER);
    }

    /** A trap with these words in registers. */
    long trap(long number, long handle, long info, long... words) throws InterruptedException {
        long[] arguments = {handle, info, 0, 0, 0, 0};
        for (int i = 0; i < words.length; i++) {
            if (i < 4) {
                arguments[2 + i] = words[i];
            } else {
                guest.register(LAST_WORDS[i - 4], words[i]);
            }
        }
        guest.register("rbx", timeout);
        return guest.call(number, arguments);
    }

    long send(long handle, long... words) throws InterruptedException {
        return trap(TrapNumbers.MESSAGE_SEND, handle, words.length, words);
    }

    long call(long handle, long... words) throws InterruptedException {
        return trap(TrapNumbers.MESSAGE_CALL, handle, words.length, words);
    }

    long receive(long handle) throws InterruptedException {
        return trap(TrapNumbers.MESSAGE_RECEIVE, handle, 0);
    }

    long reply(long... words) throws InterruptedException {
        return trap(TrapNumbers.MESSAGE_REPLY, 0, words.length, words);
    }

    long replyWait(long handle, long... words) throws InterruptedException {
        return trap(TrapNumbers.MESSAGE_REPLY_WAIT, handle, words.length, words);
    }

    /** A word of the message that came last. */
    long word(int index) {
        return index < 4 ? guest.argument(2 + index) : guest.register(LAST_WORDS[index - 4]);
    }

    long badge() {
        return guest.argument(1);
    }

    long bufferWord(int index) throws InterruptedException {
        return guest.load(BUFFER + MessageLayout.BUFFER_WORDS + 8L * index, 8);
    }

    void bufferWord(int index, long value) throws InterruptedException {
        guest.store(BUFFER + MessageLayout.BUFFER_WORDS + 8L * index, 8, value);
    }

    long capability(int index) throws InterruptedException {
        return guest.load(BUFFER + MessageLayout.BUFFER_CAPABILITIES + 8L * index, 8);
    }

    void capability(int index, long handle, long rights) throws InterruptedException {
        guest.store(
                BUFFER + MessageLayout.BUFFER_CAPABILITIES + 8L * index,
                8,
                handle | rights << MessageLayout.RIGHTS_SHIFT);
    }

    static long info(long words, long capabilities) {
        return words | capabilities << MessageLayout.INFO_CAPABILITIES_SHIFT;
    }
}
