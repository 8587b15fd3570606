package org.rustos.channels.queue;

import org.rustos.channels.abi.EntryLayout;
import org.rustos.channels.abi.RingLayout;
import org.rustos.channels.request.Request;
import org.rustos.core.timing.CoreTiming;

/**
 * The kernel's half of a queue pair. It believes its own copies of size, heads and tails and reads
 * each word of the guest's once per use; what it finds there is refused or taken, never trusted.
 */
public final class SharedQueue {
    private static final int U8 = 0xff;
    private static final int U16 = 0xffff;

    private final QueuePages pages;
    private final int entries;
    private final Producers producers;
    private final boolean trusting;
    private int submissionHead;
    private int completionTail;
    private int inFlight;

    /**
     * A queue over fresh pages.
     *
     * @param entries of either queue: a power of two up to {@link RingLayout#MAX_ENTRIES}
     * @param producers who fills it
     * @param trusting believes the guest's words, as only a kernel with {@link
     *     org.rustos.kernel.Flaw#TAIL} does
     */
    public SharedQueue(QueuePages pages, int entries, Producers producers, boolean trusting) {
        this.pages = pages;
        this.producers = producers;
        this.entries = entries;
        this.trusting = trusting;
        pages.word(RingLayout.ENTRIES, entries);
    }

    /** Whether a guest may ask for this size. */
    public static boolean validSize(long entries) {
        return entries >= 1 && entries <= RingLayout.MAX_ENTRIES && Long.bitCount(entries) == 1;
    }

    public QueuePages pages() {
        return pages;
    }

    public int entries() {
        return entries;
    }

    /** The line that tells of new submissions. */
    public long tailLine() {
        return pages.line(RingLayout.SQ_TAIL);
    }

    /**
     * Reads the guest's tail.
     *
     * @return submissions that wait, or -1 if the guest's word is impossible
     */
    public int pending(CoreTiming payer) {
        payer.kernelLoad(tailLine());
        int claimed = waiting();
        return producers == Producers.ONE ? claimed : filled(payer, claimed);
    }

    /** How many of the entries that producers have for themselves are filled, from the head on. */
    private int filled(CoreTiming payer, int claimed) {
        int count = 0;
        while (count < claimed && filled(payer, submissionHead + count, entry(count))) {
            count++;
        }
        return claimed < 0 ? claimed : count;
    }

    private boolean filled(CoreTiming payer, int number, int at) {
        payer.run(pages.path("queue.filled"));
        payer.kernelLoad(pages.line(at));
        long said = pages.wide(at + EntryLayout.RESERVED1);
        return producers == Producers.ANY_LAP
                ? said != 0
                : said == Integer.toUnsignedLong(number) + 1;
    }

    /** Offset of an entry, counted from the next one that will be taken. */
    private int entry(int ahead) {
        return RingLayout.SUBMISSIONS
                + (submissionHead + ahead & entries - 1) * EntryLayout.SUBMISSION_SIZE;
    }

    /** As {@link #pending}, for who holds the line already and pays otherwise. */
    int waiting() {
        int count = pages.word(RingLayout.SQ_TAIL) - submissionHead;
        if (trusting) {
            return Math.max(count, 0);
        }
        return count < 0 || count > entries ? -1 : count;
    }

    /** Completions that the guest has not taken, or -1 if its word is impossible. */
    public int unread(CoreTiming payer) {
        payer.kernelLoad(pages.line(RingLayout.CQ_HEAD));
        return unread();
    }

    /** As {@link #unread(CoreTiming)}, for who only looks. */
    int unread() {
        int count = completionTail - pages.word(RingLayout.CQ_HEAD);
        return count < 0 || count > entries ? -1 : count;
    }

    /** True if one more submission can be taken: its completion has a place. */
    public boolean room(CoreTiming payer) {
        int unread = unread(payer);
        return trusting || unread >= 0 && unread + inFlight < entries;
    }

    /** Fetches the next entry, each byte once; the caller has asked for pending and room. */
    public Submission take(CoreTiming payer) {
        int at = entry(0);
        payer.kernelLoad(pages.line(at));
        long first = pages.wide(at + EntryLayout.OPCODE);
        long flags = first >>> 8 * EntryLayout.FLAGS & U8;
        Submission entry =
                new Submission(
                        new Request(
                                (int) first & U8,
                                (int) (first >>> 8 * EntryLayout.TYPE) & U16,
                                first >>> 8 * EntryLayout.HANDLE,
                                pages.wide(at + EntryLayout.A0),
                                pages.wide(at + EntryLayout.A1),
                                pages.wide(at + EntryLayout.A2),
                                pages.wide(at + EntryLayout.A3),
                                flags | pages.wide(at + EntryLayout.RESERVED0) | reserved(at)),
                        pages.wide(at + EntryLayout.USER_DATA));
        submissionHead++;
        inFlight++;
        return entry;
    }

    private long reserved(int at) {
        return producers == Producers.ONE ? pages.wide(at + EntryLayout.RESERVED1) : 0;
    }

    /** Fetches the entry that was taken last once more, as only a kernel with a flaw does. */
    Request again(CoreTiming payer) {
        submissionHead--;
        inFlight--;
        return take(payer).request();
    }

    /** Writes a completion's bytes; {@link #publish} makes it visible to a reader that follows. */
    public void fill(CoreTiming payer, long userData, long result) {
        int at =
                RingLayout.COMPLETIONS
                        + (completionTail & entries - 1) * EntryLayout.COMPLETION_SIZE;
        pages.wide(at + EntryLayout.COMPLETION_USER_DATA, userData);
        pages.wide(at + EntryLayout.COMPLETION_RESULT, result);
        payer.kernelStore(pages.line(at));
    }

    /** Release-stores completion tail and submission head. */
    public void publish(CoreTiming payer) {
        completionTail++;
        inFlight--;
        pages.word(RingLayout.CQ_TAIL, completionTail);
        payer.kernelStore(pages.line(RingLayout.CQ_TAIL));
        pages.word(RingLayout.SQ_HEAD, submissionHead);
        payer.kernelStore(pages.line(RingLayout.SQ_HEAD));
    }

    /** Tells the guest whether a submission needs a doorbell. */
    public void needWakeup(CoreTiming payer, boolean asleep) {
        pages.word(RingLayout.KERNEL_FLAGS, asleep ? RingLayout.NEED_WAKEUP : 0);
        payer.kernelStore(pages.line(RingLayout.KERNEL_FLAGS));
    }
}
