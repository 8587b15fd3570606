/**
 * Shows where and when a run spends its cycles: events for a timeline, stacks for a flame graph.
 * Everything here only looks; a traced run has the cycles of one that is not, and no class outside
 * knows more of it than the observers of core and kernel. What a file option of the command line
 * means must not go in.
 */
package org.rustos.channels.trace;
