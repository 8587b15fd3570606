/**
 * Starting programs: segments into memory, the first stack. What an image speaks is not its matter.
 */
package org.rustos.kernel.program;
