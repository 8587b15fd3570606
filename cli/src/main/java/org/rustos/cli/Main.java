package org.rustos.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;

/**
 * Where the process starts and ends: it turns arguments into a command and every way in which a
 * command can fail into one line and an exit code.
 */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        int code =
                run(
                        new PrintWriter(System.out, true, UTF_8),
                        new PrintWriter(System.err, true, UTF_8),
                        args);
        System.exit(code);
    }

    /** Runs one command; separate from {@link #main} so that tests see streams and code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = new CommandLine(new RustosCommand());
        commandLine
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::reportUsage)
                .setExecutionExceptionHandler((failure, at, parsed) -> report(failure, err));
        try {
            return commandLine.execute(args);
        } catch (Error failure) {
            // A library that fails to load surfaces as an Error of its class initialiser.
            return report(failure, err);
        }
    }

    private static int reportUsage(ParameterException failure, String[] args) {
        CommandLine at = failure.getCommandLine();
        String suggestion =
                failure instanceof UnmatchedArgumentException unmatched
                        ? unmatched.getSuggestions().stream()
                                .findFirst()
                                .map(s -> "did you mean " + s + "? ")
                                .orElse("")
                        : "";
        String help = at.getCommandSpec().qualifiedName() + " --help";
        print(failure.getMessage() + " (" + suggestion + "see " + help + ")", at.getErr());
        return ExitCode.USAGE.code();
    }

    private static int report(Throwable failure, PrintWriter err) {
        Throwable cause = failure;
        while (cause != null && ExitCode.of(cause) == ExitCode.INTERNAL) {
            cause = cause.getCause();
        }
        if (cause == null) {
            print("internal error, please report it: " + failure, err);
            failure.printStackTrace(err);
            return ExitCode.INTERNAL.code();
        }
        print(cause.getMessage(), err);
        if (System.getenv("RUSTOS_DEBUG") != null) {
            failure.printStackTrace(err);
        }
        return ExitCode.of(cause).code();
    }

    /** Whatever a message holds, the user gets one line. */
    private static void print(String message, PrintWriter err) {
        err.println("rustos: " + String.valueOf(message).replaceAll("\\s*\\R\\s*", " "));
    }
}
