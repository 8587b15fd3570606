/**
 * The simulated kernel: objects, capabilities, processes, files and the operations on them. Nothing
 * here knows which instruction set runs or which mechanism carried an operation.
 */
package org.rustos.kernel;
