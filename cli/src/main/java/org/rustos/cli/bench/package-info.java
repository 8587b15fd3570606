/**
 * The commands that measure and compare: {@code bench}, {@code report}, {@code compare}. They
 * parse, print and choose exit codes; what is measured and how stands in {@code org.rustos.bench}.
 */
package org.rustos.cli.bench;
