package org.rustos.cli.gdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rustos.channels.Simulation;
import org.rustos.kernel.program.ProgramException;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A run behind a real socket: who may connect, and what becomes of the run when he leaves. */
@Timeout(120)
class DebuggedGuestTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private DebuggedWorkload workload;

    @BeforeEach
    void workload() throws Exception {
        workload = new DebuggedWorkload("riscv-cheri", "file-read");
    }

    private int port() {
        String line = said.getFirst();
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    private static CompletableFuture<Simulation.Outcome> start(DebuggedGuest guest) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return guest.run();
                    } catch (ProgramException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @Test
    void oneDebuggerAtATimeHoldsTheRunAndIsToldItsEnd() throws Exception {
        try (DebuggedGuest guest = workload.waiting(said::add)) {
            CompletableFuture<Simulation.Outcome> outcome = start(guest);
            try (RawDebugger first = new RawDebugger(port())) {
                assertEquals("T05thread:p64.65;", first.ask("?"));
                try (RawDebugger second = new RawDebugger(port())) {
                    assertEquals(-1, second.next());
                }
                assertTrue(said.get(1).contains("refused"), said.toString());
                first.raw("$?#00");
                assertEquals('-', first.next(), "a wrong checksum is asked for again");
                assertEquals("E01", first.ask("m401000;4"));
                assertEquals("", first.ask("yWhatever"));
                first.send("vCont;c");
                assertEquals("W00;process:64", first.receive());
                assertEquals(-1, first.next());
            }
            assertEquals(0, outcome.get().exitStatus());
        }
        assertEquals(2, said.size(), said.toString());
    }

    @Test
    void aRunGoesOnWhenItsDebuggerVanishes() throws Exception {
        Simulation.Outcome plain = workload.plain();
        try (DebuggedGuest guest = workload.waiting(said::add)) {
            CompletableFuture<Simulation.Outcome> outcome = start(guest);
            try (RawDebugger first = new RawDebugger(port())) {
                assertEquals("OK", first.ask("Z0,80001030,2"));
                first.raw("$m80001000,");
            }
            assertEquals(0, outcome.get().exitStatus());
            assertEquals(plain.userInstructions(), outcome.get().userInstructions());
        }
    }

    @Test
    void aDebuggerMayDetachAndEndARun() throws Exception {
        try (DebuggedGuest guest = workload.waiting(said::add)) {
            CompletableFuture<Simulation.Outcome> outcome = start(guest);
            try (RawDebugger first = new RawDebugger(port())) {
                assertEquals("OK", first.ask("D;64"));
                assertEquals(0, outcome.get().exitStatus());
            }
        }
        said.clear();
        try (DebuggedGuest guest =
                new DebuggedWorkload("riscv-cheri", "file-read").waiting(said::add)) {
            CompletableFuture<Simulation.Outcome> outcome = start(guest);
            try (RawDebugger first = new RawDebugger(port())) {
                assertEquals("OK", first.ask("vKill;64"));
            }
            assertTrue(
                    outcome.handle((done, failure) -> failure.getCause() instanceof KilledException)
                            .get());
        }
    }
}
