/**
 * Capabilities: who may do what to which kernel object, how that is derived, handed on and taken
 * back.
 *
 * <p>Pure rules without time or memory access: callers price the work and give the time. What an
 * operation does to an object does not belong here, nor does how a request travels.
 */
package org.rustos.kernel.cap;
