package org.rustos.cli.serve.job;

import com.fasterxml.jackson.databind.node.ArrayNode;

import org.rustos.bench.suite.Selection;

import java.util.Map;

/**
 * What a browser may ask for. Nothing of what is given is trusted: an id that does not exist, a
 * number out of range or one job too many is a {@link Refusal}. May be called by any thread;
 * nothing waits for a job.
 */
public interface Jobs {
    /** Grows whenever the list of jobs looks different. */
    long version();

    /** All jobs, the newest first. */
    ArrayNode list();

    /** A reader of a job that has seen nothing of it. */
    Feed feed(int id) throws Refusal;

    /** Starts a suite, or the part of it that a selection keeps; the number of the job. */
    int suite(String name, Selection selection) throws Refusal;

    /** Starts a guest; the number of the job. */
    int guest(GuestWish wish) throws Refusal;

    /** Ends a job; one that is over stays what it is. */
    void cancel(int id) throws Refusal;

    /**
     * A guest as somebody asks for it.
     *
     * @param settings of mechanism and workload: numbers and words, nothing that names a file
     * @param pace simulated cycles per second of host time, 0 for no limit
     */
    public record GuestWish(
            String workload,
            String cpu,
            String mechanism,
            Map<String, String> settings,
            int cores,
            long pace,
            long maxCycles) {}
}
