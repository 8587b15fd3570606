/**
 * What is run: guest programs, their images, and the check that each result is right. Nothing here
 * knows which mechanism carries the operations: a mechanism is an id that chooses an image.
 */
package org.rustos.workloads;
