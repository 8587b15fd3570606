/**
 * Suites: the files that say what is measured, read with one clear line for every mistake, and
 * expanded to experiments. Nothing here runs anything or knows what a mechanism does.
 */
package org.rustos.bench.suite;
