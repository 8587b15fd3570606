package org.rustos.kernel.linux;

/**
 * One row of the table of calls.
 *
 * @param name Linux's name
 * @param arguments how many it has, for traces
 */
record Call(String name, int arguments, Handler handler) {}
