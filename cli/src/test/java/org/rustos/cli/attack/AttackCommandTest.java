package org.rustos.cli.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The command, on a few cells; tools/check-attacks looks at the whole matrix. */
class AttackCommandTest {
    private static final String[] FEW = {
        "attack", "--attack", "service-read,amplified-rights", "--mechanism", "syscall,direct"
    };

    private static CommandRun few(String... more) {
        List<String> arguments = new ArrayList<>(List.of(FEW));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void jsonTellsEachCellTheSameOnAnyNumberOfJobs() throws IOException {
        CommandRun one = few("--json", "--jobs", "1");
        CommandRun two = few("--json", "--jobs", "2");
        assertEquals(0, one.code(), one.err());
        assertEquals(one.out(), two.out());
        Set<String> cells = new TreeSet<>();
        for (JsonNode cell : new ObjectMapper().readTree(one.out())) {
            cells.add(
                    "%s %s %s %s: %s"
                            .formatted(
                                    cell.get("attack").asText(),
                                    cell.get("configuration").asText(),
                                    cell.get("mechanism").asText(),
                                    cell.get("cpu").asText(),
                                    cell.get("outcome").asText()));
            assertTrue(!cell.get("where").asText().isBlank(), cell.toString());
        }
        for (String cell :
                List.of(
                        "amplified-rights standard syscall x86-zen3: succeeds",
                        "amplified-rights standard direct x86-zen3: blocked",
                        "service-read standard syscall x86-zen3: not-applicable",
                        "service-read standard direct x86-zen3: blocked",
                        "service-read standard direct riscv-cheri: blocked",
                        "service-read standard direct arm-neoverse-v1: succeeds",
                        "service-read closed-service=1 direct arm-neoverse-v1: blocked")) {
            assertTrue(cells.contains(cell), cell + " in " + cells);
        }
    }

    @Test
    void textNamesWhatStoppedIt() {
        CommandRun run = few("--cpu", "x86-zen3");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("protection key refuses (key 1), in load"), run.out());
        assertTrue(run.out().contains("2 attacks, 4 runs"), run.out());
    }

    @Test
    void anUnknownAttackIsAUsageErrorWithASuggestion() {
        CommandRun run = CommandRun.of("attack", "--attack", "service-red");
        assertEquals(64, run.code());
        assertTrue(run.err().contains("service-read"), run.err());
    }
}
