/**
 * The {@code disasm} command: code of an image as people read it; no instruction set is known here.
 */
package org.rustos.cli.disasm;
