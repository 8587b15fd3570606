/**
 * Results: statistics, rows, their canonical file and what is read back from it. What the host is
 * or how long it took must not enter a row; that goes to {@link
 * org.rustos.bench.result.Environment}.
 */
package org.rustos.bench.result;
