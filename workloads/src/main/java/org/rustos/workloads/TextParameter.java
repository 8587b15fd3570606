package org.rustos.workloads;

/**
 * A text by which a workload can be varied: the path of an input, say.
 *
 * @param name as in {@code name=value}
 * @param description one line
 * @param standard the value if none is given
 */
public record TextParameter(String name, String description, String standard) {}
