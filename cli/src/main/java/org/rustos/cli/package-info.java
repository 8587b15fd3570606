/** The command line: options, streams and exit codes. No simulation logic belongs here. */
package org.rustos.cli;
