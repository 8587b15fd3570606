package org.rustos.core.timing;

import java.util.List;

/**
 * One stretch of kernel work as data: what it executes and touches, never what it costs in sum.
 *
 * <p>Its code and private data lines have addresses of their own, so that they compete with user
 * code for caches, TLB and predictor.
 *
 * @param name stable name, for example {@code syscall.entry}
 * @param category where its instructions are accounted
 * @param instructions instructions retired on the way
 * @param codeLine first line of its code (physical address shifted right by 6)
 * @param codeLines lines of code that it fetches
 * @param dataLine first line of its private data
 * @param dataLines private data lines that it reads or writes
 * @param branches conditional branches that it executes
 * @param events further events with how often each happens
 * @param fixedMc part of the path that is a plain figure (microcode); counted in the quarter rule
 * @param source where the figures come from
 * @param index number of the path in its table, from 0: what a ledger counts it under
 */
public record KernelPath(
        String name,
        Category category,
        int instructions,
        long codeLine,
        int codeLines,
        long dataLine,
        int dataLines,
        int branches,
        List<EventCount> events,
        long fixedMc,
        String source,
        int index) {
    /** An event and how often it happens on the path. */
    public record EventCount(Event event, int times) {}

    /** The same code and data under another name and number, with other events. */
    public KernelPath changed(String newName, List<EventCount> newEvents, int newIndex) {
        return new KernelPath(
                newName,
                category,
                instructions,
                codeLine,
                codeLines,
                dataLine,
                dataLines,
                branches,
                List.copyOf(newEvents),
                fixedMc,
                source,
                newIndex);
    }
}
