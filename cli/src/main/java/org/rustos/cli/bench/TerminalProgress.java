package org.rustos.cli.bench;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import org.rustos.bench.result.ResultRow;
import org.rustos.bench.run.Progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A bar on a terminal, and nothing at all in a pipe or a log. */
final class TerminalProgress implements Progress {
    private ProgressBar bar;

    private TerminalProgress() {}

    /** The progress to show on standard error. */
    static Progress forStandardError() {
        return isTerminal(Path.of("/proc/self/fd/2")) ? new TerminalProgress() : Progress.NONE;
    }

    /** Java can ask this of standard input and output only; where there is no /proc, no bar. */
    static boolean isTerminal(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public void started(int experiments) {
        bar =
                new ProgressBarBuilder()
                        .setTaskName("bench")
                        .setInitialMax(experiments)
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setUpdateIntervalMillis(200)
                        .clearDisplayOnFinish()
                        .build();
    }

    @Override
    public void finished(ResultRow row) {
        bar.setExtraMessage(row.mechanismLabel() + " " + row.workloadLabel());
        bar.step();
    }

    @Override
    public void ended() {
        bar.close();
    }
}
