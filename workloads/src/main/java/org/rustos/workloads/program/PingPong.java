package org.rustos.workloads.program;

import org.rustos.workloads.Parameter;

import java.util.List;

/** What a call to another process and its answer cost. */
public final class PingPong extends PeerProgram {
    public PingPong() {
        super(
                "ping-pong",
                "a call to another process and its answer: messages, or pipes over syscall",
                List.of("call and reply", "kernel call"),
                List.of(
                        new Parameter(
                                "words", "words each way; up to 8 go in registers", 0, 0, 120)));
    }
}
