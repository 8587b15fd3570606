package org.rustos.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.rustos.cli.bpf.BpfExecCommand;
import org.rustos.cli.cap.CapBatchCommand;
import org.rustos.cli.plugin.Plugins;
import org.rustos.cli.run.HostStreams;
import org.rustos.cli.run.RunCommand;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;

/**
 * Where the process starts and ends: it turns arguments into a command and every way in which a
 * command can fail into one line and an exit code.
 */
public final class Main {
    private static final String OUT_OF_MEMORY =
            "the host's Java heap is used up; let the guest do less, or give more by"
                    + " RUSTOS_JAVA_OPTS=-Xmx4g";

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        int code =
                run(
                        HostStreams.ofProcess(),
                        new PrintWriter(System.out, true, UTF_8),
                        new PrintWriter(System.err, true, UTF_8),
                        args);
        System.exit(code);
    }

    /** Runs one command that has no guest; for tests. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(HostStreams.ofProcess(), out, err, args);
    }

    /**
     * Runs one command; separate from {@link #main} so that tests see streams and code.
     *
     * @param guest the streams behind the guest's
     */
    public static int run(HostStreams guest, PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = new CommandLine(new RustosCommand(), factory(guest));
        commandLine
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // a guest's argument may start with @
                .setParameterExceptionHandler(Main::reportUsage)
                .setExecutionExceptionHandler((failure, at, parsed) -> report(failure, err));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            return commandLine.execute(args);
        } catch (Error failure) {
            // A library that fails to load surfaces as an Error of its class initialiser.
            return report(failure, err);
        } finally {
            Thread.currentThread().setContextClassLoader(before); // without this run's plug-ins
        }
    }

    private static IFactory factory(HostStreams guest) {
        IFactory standard = CommandLine.defaultFactory();
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (type == RunCommand.class) {
                    return type.cast(new RunCommand(guest));
                }
                if (type == BpfExecCommand.class) {
                    return type.cast(new BpfExecCommand(guest));
                }
                return type == CapBatchCommand.class
                        ? type.cast(new CapBatchCommand(guest))
                        : standard.create(type);
            }
        };
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
        String plugin = cause == null ? Plugins.blame(failure) : null;
        if (plugin != null) {
            print("plug-in class " + plugin + " failed, its author can help: " + failure, err);
            traceIfAsked(failure, err);
            return ExitCode.BAD_INPUT.code();
        }
        if (cause == null) {
            print("internal error, please report it: " + failure, err);
            failure.printStackTrace(err);
            return ExitCode.INTERNAL.code();
        }
        print(cause instanceof OutOfMemoryError ? OUT_OF_MEMORY : cause.getMessage(), err);
        traceIfAsked(failure, err);
        return ExitCode.of(cause).code();
    }

    private static void traceIfAsked(Throwable failure, PrintWriter err) {
        if (System.getenv("RUSTOS_DEBUG") != null) {
            failure.printStackTrace(err);
        }
    }

    private static void print(String message, PrintWriter err) {
        err.println(Message.line(message));
    }
}
