package org.rustos.channels.testing;

import org.rustos.channels.abi.EntryLayout;
import org.rustos.channels.abi.RingLayout;

/** The guest's half of a queue pair, with every way to misuse it. */
public final class QueueClient {
    private final FakeGuest guest;
    private final long address;
    private final int entries;
    private int tail;
    private int taken;

    public QueueClient(FakeGuest guest, long address, int entries) {
        this.guest = guest;
        this.address = address;
        this.entries = entries;
    }

    /** Fills one entry: opcode, type, handle, user data, then up to four arguments. */
    public void fill(long opcode, long type, long handle, long userData, long... arguments)
            throws InterruptedException {
        long at = slot(tail);
        guest.store(at, 8, opcode | type << 16 | handle << 32);
        guest.store(at + EntryLayout.USER_DATA, 8, userData);
        for (int i = 0; i < 6; i++) {
            long value = i < arguments.length ? arguments[i] : 0;
            guest.store(at + EntryLayout.A0 + 8L * i, 8, value);
        }
        tail++;
    }

    private long slot(int index) {
        return address
                + RingLayout.SUBMISSIONS
                + (long) (index & entries - 1) * EntryLayout.SUBMISSION_SIZE;
    }

    public void publish() throws InterruptedException {
        tail(tail);
    }

    /** Writes any tail. */
    public void tail(long value) throws InterruptedException {
        guest.store(address + RingLayout.SQ_TAIL, 4, value);
    }

    /** Writes any completion head. */
    public void head(long value) throws InterruptedException {
        guest.store(address + RingLayout.CQ_HEAD, 4, value);
    }

    public int filled() {
        return tail;
    }

    /** Completions that are there. */
    public int unread() throws InterruptedException {
        return (int) guest.load(address + RingLayout.CQ_TAIL, 4) - taken;
    }

    public boolean needsWakeup() throws InterruptedException {
        return guest.load(address + RingLayout.KERNEL_FLAGS, 4) == RingLayout.NEED_WAKEUP;
    }

    /** One completion. */
    public record Completion(long userData, long result) {}

    /** Takes the next completion, which must be there. */
    public Completion take() throws InterruptedException {
        long at =
                address
                        + RingLayout.COMPLETIONS
                        + (long) (taken & entries - 1) * EntryLayout.COMPLETION_SIZE;
        Completion completion =
                new Completion(
                        guest.load(at + EntryLayout.COMPLETION_USER_DATA, 8),
                        guest.load(at + EntryLayout.COMPLETION_RESULT, 8));
        taken++;
        head(taken);
        return completion;
    }
}
