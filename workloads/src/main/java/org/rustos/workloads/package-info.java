/**
 * What is run: guest programs, their images, and the check that each result is right. Nothing here
 * knows which mechanism carries the operations.
 */
package org.rustos.workloads;
