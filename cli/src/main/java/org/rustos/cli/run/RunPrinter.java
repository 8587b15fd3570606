package org.rustos.cli.run;

import org.rustos.channels.Simulation;
import org.rustos.cli.Message;
import org.rustos.cli.Terminal;

import java.io.PrintWriter;

/**
 * What the emulator itself says of a run: to standard error, for standard output is the guest's.
 *
 * @param stats how to print statistics, or null for none
 */
record RunPrinter(PrintWriter err, RunCommand.Format stats) {
    /** Says one line. */
    void say(String message) {
        err.println(Message.line(message));
    }

    /** Says how a run ended and what it counted. */
    void say(RunReport report, Simulation.Outcome outcome) {
        outcome.notices().forEach(this::say);
        if (!report.ending().message().isEmpty()) {
            say(report.ending().message());
        }
        if (stats != null) {
            print(report);
        }
        err.flush();
    }

    private void print(RunReport report) {
        switch (stats) {
            case TEXT -> StatisticsText.lines(report, colours()).forEach(err::println);
            case JSON -> err.println(StatisticsJson.line(report));
        }
    }

    private static boolean colours() {
        return Terminal.is(2) && System.getenv("NO_COLOR") == null;
    }
}
