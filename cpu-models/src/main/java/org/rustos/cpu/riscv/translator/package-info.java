/**
 * Translates hot blocks to classes of the JVM, with the timing model inside: what the interpreter
 * asks of clock, caches and predictors stands here as code. Whatever is rare goes through the same
 * methods as there. No instruction gets a meaning here: operations are calls of {@code op}, or the
 * bytecode that such a call would inline to.
 */
package org.rustos.cpu.riscv.translator;
