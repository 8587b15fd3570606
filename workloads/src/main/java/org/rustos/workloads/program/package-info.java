/**
 * The workloads that come with the emulator, one class for each C file under {@code
 * src/main/guest/programs}. A program's parameters, stretches and files stand here as data; what it
 * does stands in its C file.
 */
package org.rustos.workloads.program;
