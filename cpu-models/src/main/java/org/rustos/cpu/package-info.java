/**
 * Turns instruction sets into harts: engines, protection and timing profiles. The only module that
 * touches native code. Nothing here knows what a system call means.
 */
package org.rustos.cpu;
