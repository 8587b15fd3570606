package org.rustos.cli.validate;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import org.rustos.cli.Terminal;

/** A bar on a terminal, and nothing at all in a pipe or a log. */
final class RowProgress implements AutoCloseable {
    private final ProgressBar bar;

    private RowProgress(ProgressBar bar) {
        this.bar = bar;
    }

    /** The progress to show on standard error. */
    static RowProgress forStandardError(int rows) {
        return new RowProgress(
                Terminal.is(2)
                        ? new ProgressBarBuilder()
                                .setTaskName("validate")
                                .setInitialMax(rows)
                                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                                .setUpdateIntervalMillis(200)
                                .clearDisplayOnFinish()
                                .build()
                        : null);
    }

    /** May be called by any thread. */
    synchronized void finished(String row) {
        if (bar != null) {
            bar.setExtraMessage(row);
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
