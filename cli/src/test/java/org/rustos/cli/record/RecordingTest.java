package org.rustos.cli.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.CommandRun;
import org.rustos.cli.ExitCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A recording is trusted only if every byte of it is what was written. */
class RecordingTest {
    private static final int CASES = 2000;

    @TempDir Path folder;

    @Test
    void whatIsWrittenIsRead() {
        Recording recording = write();
        assertEquals(List.of("7"), recording.values("seed"));
        assertEquals("quick", recording.value("suite"));
        assertEquals(3, recording.content(folder, "suite.json").length);
    }

    @Test
    void aChangedOrMissingFileIsRefusedByName() throws IOException {
        write();
        Files.write(folder.resolve("suite.json"), new byte[] {1, 2, 4});
        assertRefused("suite.json: not what was recorded");
        Files.delete(folder.resolve("suite.json"));
        assertRefused("suite.json: is missing");
        Files.delete(folder.resolve(Recording.INDEX));
        assertRefused("no recording");
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        write();
        Path index = folder.resolve(Recording.INDEX);
        Files.writeString(index, Files.readString(index).replace("\"format\": 1", "\"format\": 9"));
        assertRefused("format: expected 1, found 9");
    }

    /**
     * Whatever is done to the index: it is read or refused in one line, and nothing else happens.
     */
    @Test
    void aDamagedIndexIsReadOrRefused() throws IOException {
        write();
        Path index = folder.resolve(Recording.INDEX);
        byte[] good = Files.readAllBytes(index);
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            if (random.nextBoolean()) {
                bad = good.clone();
                for (int n = random.nextInt(4); n >= 0; n--) {
                    bad[random.nextInt(bad.length)] = (byte) random.nextInt();
                }
            }
            Files.write(index, bad);
            try {
                Recording.read(folder);
            } catch (CommandFailure e) {
                assertEquals(ExitCode.BAD_INPUT, e.exitCode());
                assertEquals(1, e.getMessage().lines().count());
                refused++;
            }
        }
        assertTrue(refused > CASES / 2, "refused " + refused);
    }

    private Recording write() {
        Recording.write(
                folder,
                Recording.Kind.BENCH,
                new TreeMap<>(Map.of("suite", List.of("quick"), "seed", List.of("7"))),
                Map.of("suite.json", new byte[] {1, 2, 3}));
        return Recording.read(folder);
    }

    private void assertRefused(String words) {
        CommandRun run = CommandRun.of("replay", folder.toString());
        assertEquals(65, run.code());
        assertEquals(1, run.errLines().size());
        assertTrue(run.err().contains(words), run.err());
    }
}
