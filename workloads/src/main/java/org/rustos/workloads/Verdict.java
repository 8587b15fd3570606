package org.rustos.workloads;

/**
 * Whether a result is right, and what to say about it.
 *
 * @param text one line
 */
public record Verdict(boolean right, String text) {}
