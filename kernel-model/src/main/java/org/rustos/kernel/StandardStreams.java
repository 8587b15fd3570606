package org.rustos.kernel;

import org.rustos.kernel.file.Console;

/** What the first process finds as standard input, output and error. */
public record StandardStreams(Console in, Console out, Console err) {}
