package org.rustos.channels.view;

/**
 * What one queue in shared memory held at a moment.
 *
 * @param queue number in the order of opening
 * @param waiting requests that the kernel has not taken
 * @param serving requests that it has taken and not answered
 * @param unread answers that the process has not taken
 * @param most requests that were waiting or served at once since the moment before
 */
public record Occupancy(int queue, long waiting, long serving, long unread, long most) {
    /** The same, for a longer time before it. */
    Occupancy after(long mostBefore) {
        return new Occupancy(queue, waiting, serving, unread, Math.max(most, mostBefore));
    }
}
