package org.rustos.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.rustos.cli.run.HostStreams;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.util.List;

/**
 * One command of the emulator, run inside the test with its streams captured.
 *
 * @param out what the guest wrote to standard output, and the command too
 * @param err what the guest wrote to standard error, and the command too
 */
public record CommandRun(int code, String out, String err) {
    /** Runs with some standard input. */
    public static CommandRun with(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        HostStreams guest =
                new HostStreams(new ByteArrayInputStream(input.getBytes(UTF_8)), out, err, false);
        int code =
                Main.run(
                        guest,
                        new PrintWriter(out, true, UTF_8),
                        new PrintWriter(err, true, UTF_8),
                        arguments);
        return new CommandRun(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** Runs with an empty standard input. */
    public static CommandRun of(String... arguments) {
        return with("", arguments);
    }

    public List<String> errLines() {
        return err.lines().toList();
    }
}
