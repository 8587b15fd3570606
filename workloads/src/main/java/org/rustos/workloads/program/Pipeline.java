package org.rustos.workloads.program;

import org.rustos.workloads.Parameter;

import java.util.List;

/** What it costs to pass a buffer through three processes. */
public final class Pipeline extends PeerProgram {
    public Pipeline() {
        super(
                "pipeline",
                "three processes pass a buffer on: messages, or pipes over syscall",
                List.of("one buffer through"),
                List.of(new Parameter("words", "words of the buffer", 64, 4, 120)));
    }
}
