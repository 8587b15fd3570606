/** Reads ELF64 images; it trusts nothing in them. */
package org.rustos.core.elf;
