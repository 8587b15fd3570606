package org.rustos.channels.queue;

/** Who fills a queue, which decides how the kernel knows that an entry below the tail is filled. */
public enum Producers {
    /** One: it raises the tail behind what it filled. */
    ONE,
    /** Several: each raises the tail to have an entry, fills it, and says so in the entry. */
    SEVERAL,
    /**
     * The same for a kernel that looks whether the entry was ever filled ({@link
     * org.rustos.kernel.Flaw#LAP}): what an earlier lap left counts, the ABA of queues.
     */
    ANY_LAP
}
