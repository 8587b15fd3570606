package org.rustos.cli.gdb;

import org.rustos.channels.debug.DebuggedRun;
import org.rustos.kernel.process.UserThread;

import java.util.Locale;

/** The {@code monitor} commands: what a kernel debugger would show and gdb has no word for. */
final class Monitor {
    private static final String HELP =
            """
            help                     this list
            """;

    private final DebuggedRun run;

    Monitor(DebuggedRun run) {
        this.run = run;
    }

    String answer(String line, UserThread selected) {
        String[] words = line.strip().split("\\s+", -1);
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "", "help" -> HELP;
            default -> "no such command: " + words[0] + "; try help\n";
        };
    }
}
