package org.rustos.cli.replay;

/** What a replay found, so that one place prints it and chooses the exit code. */
record Finding(boolean same, String text) {}
