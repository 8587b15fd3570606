/**
 * The thin binding to the Unicorn engine: one class with every native handle, one class per engine
 * instance, and the callbacks that a hart hangs on it. Nothing here knows a timing model, a page
 * table layout or a system call; what an instruction set needs beyond registers goes elsewhere.
 */
package org.rustos.cpu.unicorn;
