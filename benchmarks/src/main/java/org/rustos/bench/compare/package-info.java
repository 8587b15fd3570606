/** Comparing two result folders row by row. It reads results only and runs nothing. */
package org.rustos.bench.compare;
