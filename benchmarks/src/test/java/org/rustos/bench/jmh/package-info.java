/**
 * JMH benchmarks of the emulator's own hot paths: how fast the host simulates, never what a guest
 * costs. Not part of {@code mvn verify}; run them by {@code tools/jmh [PATTERN]}.
 */
package org.rustos.bench.jmh;
