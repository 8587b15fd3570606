/** The command {@code list}: what there is to name in the options of the other commands. */
package org.rustos.cli.list;
