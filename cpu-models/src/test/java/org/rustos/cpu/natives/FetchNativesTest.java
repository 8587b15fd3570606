package org.rustos.cpu.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs the set-up script against downloads that fail or lie; no network is touched. */
class FetchNativesTest {
    @TempDir Path folder;

    private Path natives;
    private ProcessBuilder script;

    @BeforeEach
    void emptyCacheAndFakeTools() throws IOException {
        natives = folder.resolve("cache/natives");
        script = new ProcessBuilder("../tools/fetch-natives", "--print");
        script.environment().put("RUSTOS_CACHE", folder.resolve("cache").toString());
        script.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        script.environment().put("RUSTOS_NO_SYSTEM_LIBRARIES", "1");
        script.environment().remove("RUSTOS_UNICORN");
        script.environment().remove("RUSTOS_ZYDIS");
    }

    @Test
    void filesInTheCacheAreTakenAsTheyAre() throws Exception {
        Path unicorn = cached(NativeLibrary.UNICORN);
        Path zydis = cached(NativeLibrary.ZYDIS);
        Outcome outcome = run();
        assertEquals(0, outcome.status(), outcome.text());
        assertEquals(List.of(unicorn.toString(), zydis.toString()), outcome.lines());
    }

    @Test
    void aDownloadWithAnotherChecksumIsRefusedAndLeavesNothingBehind() throws Exception {
        cached(NativeLibrary.ZYDIS);
        tool(
                "python3",
                "dest=; for a; do [ \"$p\" = --dest ] && dest=$a; p=$a; done",
                "[ -n \"$dest\" ] || exit 1",
                "mkdir -p \"$dest\"; echo no library > \"$dest/unicorn.whl\"");
        Outcome outcome = run();
        assertRefused(outcome, "has checksum");
        assertFalse(Files.exists(natives.resolve(NativeLibrary.UNICORN.cacheFile())));
        try (Stream<Path> left = Files.list(natives)) {
            assertEquals(
                    List.of(".lock", NativeLibrary.ZYDIS.cacheFile()),
                    left.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void anImpossibleDownloadNamesTheRemedyInOneLine() throws Exception {
        cached(NativeLibrary.UNICORN);
        tool("apt-get", "echo 'E: no such package' >&2; exit 100");
        Outcome outcome = run();
        assertRefused(outcome, "E: no such package");
        assertTrue(outcome.text().contains("RUSTOS_ZYDIS"), outcome.text());
    }

    @Test
    void anExplicitPathThatIsAbsentIsAnErrorAndNotADownload() throws Exception {
        script.environment().put("RUSTOS_UNICORN", folder.resolve("absent.so").toString());
        assertRefused(run(), "RUSTOS_UNICORN names");
        assertFalse(Files.exists(natives));
    }

    private static void assertRefused(Outcome outcome, String words) {
        assertEquals(69, outcome.status(), outcome.text());
        assertEquals(1, outcome.lines().size(), outcome.text());
        assertTrue(outcome.text().startsWith("rustos: "), outcome.text());
        assertTrue(outcome.text().contains(words), outcome.text());
    }

    private Path cached(NativeLibrary library) throws IOException {
        Files.createDirectories(natives);
        return Files.writeString(natives.resolve(library.cacheFile()), "");
    }

    private void tool(String name, String... lines) throws IOException {
        Path tool = folder.resolve("bin").resolve(name);
        Files.createDirectories(tool.getParent());
        Files.writeString(tool, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertTrue(tool.toFile().setExecutable(true));
    }

    private Outcome run() throws IOException, InterruptedException {
        Process process = script.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text;
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            text = output.readAllAsString();
        }
        return new Outcome(process.waitFor(), text);
    }

    private record Outcome(int status, String text) {
        List<String> lines() {
            return text.lines().toList();
        }
    }
}
