/** The attack command: options and output; what is attacked and who judges is bench.attack's. */
package org.rustos.cli.attack;
