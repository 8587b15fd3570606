/**
 * Reports: the page and the terminal table, rendered from results only. Nothing here measures, and
 * nothing here may read a profile, an image or the host.
 */
package org.rustos.bench.report;
