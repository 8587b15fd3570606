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
    void blastRadiusTellsWhatOneForgottenCheckGivesAway() throws IOException {
        String[] arguments = {
            "attack", "--blast-radius", "--json", "--cpu", "x86-zen3", "--attack", "stale-handle"
        };
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.code(), run.err());
        Set<String> gains = new TreeSet<>();
        Set<String> reached = new TreeSet<>();
        for (JsonNode cell : new ObjectMapper().readTree(run.out())) {
            String who = cell.get("flaw").asText() + " " + cell.get("mechanism").asText();
            if (!cell.get("gains").isEmpty()) {
                gains.add(who);
            }
            if (cell.get("reached").asInt() > 0) {
                reached.add(who);
            }
        }
        // The service of tier 1 compares generations itself.
        assertEquals(Set.of("generation channel", "generation unikernel"), gains);
        assertTrue(reached.contains("generation direct"), reached.toString());
        assertTrue(reached.stream().noneMatch(who -> who.startsWith("verifier")));
    }

    @Test
    void anAttackCanEndAsSoonAsItHasDoneBoth() throws IOException {
        CommandRun whole = few("--json");
        CommandRun both = few("--json", "--until-both");
        assertEquals(0, both.code(), both.err());
        Set<String> outcomes = new TreeSet<>();
        ObjectMapper mapper = new ObjectMapper();
        for (JsonNode cell : mapper.readTree(both.out())) {
            outcomes.add(cell.get("attack").asText() + " " + cell.get("outcome").asText());
        }
        for (String attack : List.of("service-read", "amplified-rights")) {
            assertTrue(outcomes.contains(attack + " succeeds"), outcomes.toString());
            assertTrue(outcomes.contains(attack + " blocked"), outcomes.toString());
        }
        assertTrue(mapper.readTree(both.out()).size() < mapper.readTree(whole.out()).size());
    }

    @Test
    void anUnknownAttackIsAUsageErrorWithASuggestion() {
        CommandRun run = CommandRun.of("attack", "--attack", "service-red");
        assertEquals(64, run.code());
        assertTrue(run.err().contains("service-read"), run.err());
    }
}
