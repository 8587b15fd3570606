package org.rustos.kernel.file;

/**
 * What stat tells, in no ABI's layout.
 *
 * @param device number of the file system
 * @param mode type and permission bits as in {@code st_mode}
 * @param deviceNumber major and minor of a character device as {@code major << 8 | minor}, else 0
 * @param size bytes
 * @param blocks 512-byte blocks in use
 * @param accessedNs times in nanoseconds since 1970, of the simulated clock
 */
public record Attributes(
        long device,
        long inode,
        int mode,
        int links,
        int owner,
        int group,
        long deviceNumber,
        long size,
        int blockSize,
        long blocks,
        long accessedNs,
        long modifiedNs,
        long changedNs) {}
