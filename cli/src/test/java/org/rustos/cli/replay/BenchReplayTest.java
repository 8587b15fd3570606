package org.rustos.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.cli.CommandRun;
import org.rustos.core.Sha256;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A suite's recording gives its results again from another folder, and a change is found. */
class BenchReplayTest {
    @TempDir Path temporary;

    @Test
    void itReplaysFromAnotherFolderAndADifferenceIsNamed() throws IOException {
        Path out = temporary.resolve("out");
        String[] bench = {
            "bench",
            "quick",
            "--jobs",
            "1",
            "--cpu",
            "riscv-cheri",
            "--mechanism",
            "syscall",
            "--workload",
            "null-call",
            "--out",
            out.toString()
        };
        assertEquals(0, CommandRun.of(bench).code());
        Path moved = temporary.resolve("elsewhere");
        Files.move(out, moved);
        CommandRun same = CommandRun.of("replay", "--jobs", "1", moved.toString());
        assertEquals("", same.out());
        assertTrue(same.err().contains("bit-identically: 1 rows"), same.err());
        assertEquals(0, same.code());

        Path results = moved.resolve("recording/results.json");
        Path index = moved.resolve("recording/recording.json");
        String before = Files.readString(results);
        String changed = before.replaceFirst("\"seed\": \\d+", "\"seed\": 77");
        Files.writeString(results, changed);
        Files.writeString(
                index,
                Files.readString(index)
                        .replace(
                                Sha256.hex(before.getBytes(UTF_8)),
                                Sha256.hex(changed.getBytes(UTF_8)))
                        .replace("\"version\": \"0.1.0\"", "\"version\": \"0.0.9\""));
        CommandRun other = CommandRun.of("replay", "--jobs", "1", moved.toString());
        assertTrue(other.err().contains("warning: recorded by version 0.0.9"), other.err());
        assertTrue(other.err().contains("seed: recorded 77, now "), other.err());
        assertEquals(76, other.code());
    }
}
