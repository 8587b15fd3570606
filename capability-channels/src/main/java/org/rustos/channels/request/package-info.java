/**
 * Requests as every mechanism that is not the Linux ABI carries them: an operation number, a
 * handle, four words. Turning them into {@link org.rustos.kernel.op.KernelOp}s and running those
 * belongs here; how they travel does not.
 */
package org.rustos.channels.request;
