/**
 * The file service: inodes, the page cache in real frames, directories, path walk, devices, pipes,
 * and the read-only import of a host directory.
 *
 * <p>A refusal is an {@link org.rustos.kernel.op.Errno}, never an exception. Nothing here knows a
 * system-call number, a descriptor table or a mechanism; user memory is reached only through the
 * {@link org.rustos.kernel.file.UserBuffer} that the caller hands in. Nothing here writes to the
 * host.
 *
 * <p>Its methods charge the kernel paths of what they do to the {@link
 * org.rustos.kernel.file.Payer}; looking up a handle and reaching user memory are the caller's.
 */
package org.rustos.kernel.file;
