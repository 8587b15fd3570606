package org.rustos.kernel.network;

/**
 * Who sends or who made a socket, as a peer inside the machine may learn it.
 *
 * @param process process id
 * @param user user id
 * @param group group id
 */
public record Identity(int process, int user, int group) {
    /** What is told of a peer that never was. */
    public static final Identity NOBODY = new Identity(0, -1, -1);
}
