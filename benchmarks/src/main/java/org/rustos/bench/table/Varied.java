package org.rustos.bench.table;

/**
 * What a line cost on a machine with one price changed: found by running it, because its cores wait
 * for each other and no sum says it.
 *
 * @param mc of one empty call, millicycles on the program's core
 */
public record Varied(String cpu, String line, String price, double factor, long mc) {}
