/**
 * A machine without an engine: guest programs are Java code that runs in lock-step with the kernel.
 */
package org.rustos.channels.testing;
