package org.rustos.cli.record;

/** All that a guest wrote to one stream, by length and hash. */
public record OutputSeen(long bytes, String sha256) {}
