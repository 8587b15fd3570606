package org.rustos.cli.bench;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import org.rustos.bench.result.ResultRow;
import org.rustos.bench.run.Progress;
import org.rustos.cli.Terminal;

/** A bar on a terminal, and nothing at all in a pipe or a log. */
public final class TerminalProgress implements Progress {
    private ProgressBar bar;

    private TerminalProgress() {}

    /** The progress to show on standard error. */
    public static Progress forStandardError() {
        return Terminal.is(2) ? new TerminalProgress() : Progress.NONE;
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
