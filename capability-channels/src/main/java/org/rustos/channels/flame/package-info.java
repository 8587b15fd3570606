/**
 * Every cycle of a run by the stack that spent it: user code by symbol and callers, the kernel by
 * the call that it serves and the path that it takes. It only looks; a profiled run has the cycles
 * of one that is not. How stacks are gathered and how they are drawn are apart, and nothing here
 * knows an instruction set.
 */
package org.rustos.channels.flame;
