/**
 * The seed's table, measured: what a suite and the attacks found, put beside the seed's own words.
 * Nothing here measures; whatever is said of our sources is counted by {@link
 * org.rustos.bench.table.SourceFacts}.
 */
package org.rustos.bench.table;
