/**
 * The attack suite: a table of named attacks, what runs one of them on one machine, and what judges
 * how it ended. No outcome is written down here: it comes from running. What an attack does is
 * guest code ({@code workloads/src/main/guest/attacks}), not Java.
 */
package org.rustos.bench.attack;
