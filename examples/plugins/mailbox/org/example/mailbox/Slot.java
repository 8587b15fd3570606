package org.example.mailbox;

import org.rustos.channels.queue.QueuePages;
import org.rustos.channels.request.Request;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.Cache;

/**
 * The kernel's view of the shared page: a line of request words, behind it the answer. It is
 * reached through frames that the kernel owns, so nothing that the guest does to its mapping can
 * mislead it. mailbox.c has the same layout.
 */
final class Slot {
    private static final int WORD = 8;
    private static final int OPCODE = 0;
    private static final int HANDLE = WORD;
    private static final int ARGUMENTS = 2 * WORD;
    private static final int RESERVED = 6 * WORD;
    private static final int ANSWER = 1 << Cache.LINE_SHIFT;

    private final PhysicalMemory memory;
    private final QueuePages pages;
    private boolean open = true;

    Slot(PhysicalMemory memory, QueuePages pages) {
        this.memory = memory;
        this.pages = pages;
    }

    long requestLine() {
        return pages.line(OPCODE);
    }

    long answerLine() {
        return pages.line(ANSWER);
    }

    /** Reads each word of the request once; what it means is somebody else's question. */
    Request fetch() {
        long opcode = word(OPCODE);
        long reserved = word(RESERVED) | word(RESERVED + WORD) | opcode >>> 31;
        return new Request(
                (int) opcode,
                0,
                word(HANDLE),
                word(ARGUMENTS),
                word(ARGUMENTS + WORD),
                word(ARGUMENTS + 2 * WORD),
                word(ARGUMENTS + 3 * WORD),
                reserved);
    }

    private long word(int offset) {
        return memory.getLong(pages.physical(offset));
    }

    /** Leaves the answer, unless the process ended meanwhile and its page is somebody else's. */
    void answer(long word) {
        if (open) {
            memory.putLong(pages.physical(ANSWER), word);
        }
    }

    /** Gives the page back. */
    void close() {
        if (open) {
            open = false;
            pages.release();
        }
    }
}
