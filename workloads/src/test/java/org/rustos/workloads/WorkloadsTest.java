package org.rustos.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rustos.core.cpu.Isa;

import java.util.List;
import java.util.Map;

class WorkloadsTest {
    private static final List<String> MECHANISMS =
            List.of(
                    "syscall",
                    "message",
                    "ring",
                    "fast-syscall",
                    "unikernel",
                    "direct",
                    "channel",
                    "emergency",
                    "rustos");

    /** Programs of several processes, and what lets processes speak to each other. */
    private static final List<String> OF_PROCESSES = List.of("ping-pong", "pipeline");

    private static final List<String> WITH_PROCESSES = List.of("syscall", "message");

    @Test
    void theSevenOfTheSeedAndThoseForProgramsAndProcessesAreThere() {
        assertEquals(
                List.of(
                        "batch",
                        "batch-call",
                        "capability-walk",
                        "compute-mix",
                        "file-read",
                        "file-read-hot",
                        "file-write",
                        "index-lookup",
                        "key-value",
                        "metadata",
                        "null-call",
                        "packet-filter",
                        "ping-pong",
                        "pipeline",
                        "revocation",
                        "trace-replay",
                        "web-server"),
                Workloads.load().all().stream().map(Workload::id).toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyWorkloadHasAnImageForEveryMechanismThatItMayRunOver(Isa isa) {
        for (Workload workload : Workloads.load().all()) {
            for (String mechanism : MECHANISMS) {
                boolean runs = workload.notApplicable(isa, mechanism).isEmpty();
                boolean guarded = !mechanism.equals("fast-syscall") || isa != Isa.RISCV64;
                boolean wanted = guarded && carries(mechanism, workload.id());
                assertEquals(wanted, runs, workload.id() + " over " + mechanism);
                if (runs) {
                    byte[] image = workload.image(isa, mechanism);
                    assertEquals(0x7f, image[0]);
                    assertEquals('E', image[1]);
                    assertEquals(isa.elfMachine(), image[18] & 0xff);
                }
            }
        }
    }

    private static boolean carries(String mechanism, String workload) {
        if (OF_PROCESSES.contains(workload)) {
            return WITH_PROCESSES.contains(mechanism);
        }
        if (workload.equals("revocation")) {
            return List.of("channel", "direct", "rustos").contains(mechanism);
        }
        return !mechanism.equals("emergency") || workload.equals("null-call");
    }

    @ParameterizedTest
    @EnumSource
    void verifiedProgramsCarryWhatIsNoGeneralInterface(Isa isa) {
        List<String> carried = List.of("index-lookup", "null-call", "packet-filter");
        for (Workload workload : Workloads.load().all()) {
            boolean runs = workload.notApplicable(isa, "ebpf").isEmpty();
            assertEquals(carried.contains(workload.id()), runs, workload.id());
        }
    }

    @Test
    void anUnknownMechanismIsAReasonAndNoImage() {
        Workload workload = Workloads.load().find("null-call").orElseThrow();
        assertTrue(workload.notApplicable(Isa.X86_64, "pigeon").isPresent());
        assertThrows(IllegalArgumentException.class, () -> workload.image(Isa.X86_64, "pigeon"));
    }

    @Test
    void parametersAreStandardUnlessGivenAndBecomeArguments() throws ParameterException {
        Workload workload = Workloads.load().find("batch").orElseThrow();
        Parameters parameters = Parameters.of(workload, Map.of("batch", "8", "read", "1"));
        assertEquals(
                List.of("batch", "batch=8", "iterations=200", "read=1", "size=512", "warmup=50"),
                workload.arguments(parameters));
    }

    @Test
    void aParameterThatTheWorkloadCannotTakeIsOneClearLine() {
        Workload workload = Workloads.load().find("batch").orElseThrow();
        for (Map<String, String> given :
                List.of(
                        Map.of("batch", "257"),
                        Map.of("batch", "0"),
                        Map.of("batch", "many"),
                        Map.of("colour", "1"))) {
            String message =
                    assertThrows(ParameterException.class, () -> Parameters.of(workload, given))
                            .getMessage();
            assertTrue(message.contains("batch"), message);
            assertFalse(message.contains("\n"), message);
        }
    }

    @Test
    void everyWayToFailIsSeen() {
        Workload workload = Workloads.load().find("null-call").orElseThrow();
        assertTrue(workload.verify(new RunOutcome(0, List.of(1L))).right());
        assertFalse(workload.verify(new RunOutcome(1, List.of(0L))).right());
        assertFalse(workload.verify(new RunOutcome(0, List.of(0L))).right());
        assertFalse(workload.verify(new RunOutcome(3, List.of(1L))).right());
        assertFalse(workload.verify(new RunOutcome(0, List.of())).right());
        assertFalse(workload.verify(new RunOutcome(139, List.of())).right());
        assertFalse(workload.verify(new RunOutcome(0, List.of(1L, 0L))).right());
    }

    @Test
    void metadataPreparesAsManyFilesAsItVisits() throws ParameterException {
        Workload workload = Workloads.load().find("metadata").orElseThrow();
        var files = workload.prepare(Parameters.of(workload, Map.of("files", "3")));
        assertEquals(
                List.of("/data/m00.bin", "/data/m01.bin", "/data/m02.bin"),
                List.copyOf(files.keySet()));
        assertEquals(102, files.get("/data/m02.bin").length);
    }
}
