/**
 * Suites, runner, statistics, result store and report. A report is rendered from results only, and
 * CPU models are reached through their SPI only.
 */
package org.rustos.bench;
