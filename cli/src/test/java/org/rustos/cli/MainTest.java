package org.rustos.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rustos.core.EmulatorVersion;

import java.io.PrintWriter;
import java.io.StringWriter;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionIsOneLineOnStdout() {
        assertEquals(0, run("--version"));
        assertEquals("rustos " + EmulatorVersion.VERSION, out.toString().strip());
        assertEquals("", err.toString());
    }

    @Test
    void helpListsTheCommands() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().contains("doctor"), out.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "--no-such-option, --no-such-option",
        "doctr, doctor",
        "doctor --jsn, --json",
        "'', Missing command"
    })
    void aUsageErrorIsOneLineThatNamesTheCauseAndCode64(String arguments, String named) {
        assertEquals(64, run(arguments.isEmpty() ? new String[0] : arguments.split(" ")));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("rustos: "), err.toString());
        assertTrue(err.toString().contains(named), err.toString());
        assertEquals("", out.toString());
    }

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
