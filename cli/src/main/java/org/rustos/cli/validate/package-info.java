/** The command that holds a CPU model against silicon. */
package org.rustos.cli.validate;
