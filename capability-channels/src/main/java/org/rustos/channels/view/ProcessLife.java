package org.rustos.channels.view;

/**
 * One process of the guest, from when to when.
 *
 * @param parent its parent's id, or 1
 * @param name the program's
 * @param untilMc when it ended, or {@link Long#MAX_VALUE}
 * @param status as {@link org.rustos.kernel.process.Process#exitStatus}
 */
public record ProcessLife(int id, int parent, String name, long sinceMc, long untilMc, int status) {
    /** The same, ended. */
    ProcessLife ended(long atMc, int exitStatus) {
        return new ProcessLife(id, parent, name, sinceMc, atMc, exitStatus);
    }
}
