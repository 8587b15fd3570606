package org.rustos.cli.serve.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.bench.result.Measurement;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.run.ExperimentRunner;
import org.rustos.bench.run.Progress;
import org.rustos.bench.run.SuiteRunner;
import org.rustos.bench.suite.Selection;
import org.rustos.bench.suite.Suite;
import org.rustos.cli.bench.SuiteFolder;
import org.rustos.core.EmulatorVersion;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A suite that runs, with the rows that it has so far. */
final class SuiteJob extends Job implements Progress {
    /** Rows of one message. */
    private static final int CHUNK = 100;

    /**
     * What to run and with what.
     *
     * @param suite whole
     * @param workers processes
     * @param plugins jars
     */
    record Plan(
            Suite suite,
            Selection selection,
            Class<? extends ExperimentRunner> runner,
            int workers,
            List<Path> plugins,
            String pluginArgument) {}

    private final Plan plan;
    private final Suite selected;
    private final ResultFolders folders;
    private final List<ResultRow> rows = new ArrayList<>();
    private String folder = "";

    SuiteJob(int id, Plan plan, ResultFolders folders, Runnable changed) {
        super(id, "suite " + plan.suite().id() + plan.selection().arguments(), changed);
        this.plan = plan;
        this.selected = plan.selection().of(plan.suite());
        this.folders = folders;
    }

    @Override
    String kind() {
        return "suite";
    }

    @Override
    String work() throws InterruptedException, Refusal {
        String name = plan.suite().source();
        SuiteRunner runner = new SuiteRunner(plan.runner(), plan.workers(), this, plan.plugins());
        String command =
                "./rustos bench " + name + plan.selection().arguments() + plan.pluginArgument();
        SuiteRunner.Finished finished = runner.run(selected, EmulatorVersion.VERSION, command);
        Path made = folders.make(plan.suite().id());
        new SuiteFolder(made).write(finished, name, plan.suite(), plan.selection(), plan.plugins());
        folders.look();
        int failed = finished.results().failures().size();
        synchronized (rows) {
            folder = Files.exists(made) ? String.valueOf(made.getFileName()) : "";
        }
        return failed == 0 ? "all rows measured" : failed + " rows failed";
    }

    @Override
    public void finished(ResultRow row) {
        if (cancelled()) {
            return; // the worker died because it was ended
        }
        synchronized (rows) {
            rows.add(row);
        }
        changed();
    }

    @Override
    void describe(ObjectNode line) {
        synchronized (rows) {
            line.put("done", rows.size());
            line.put("folder", folder);
        }
        line.put("of", selected.experiments().size());
    }

    @Override
    public Feed feed() {
        return new Feed() {
            private int seen;

            @Override
            public ObjectNode next() {
                List<ResultRow> more;
                synchronized (rows) {
                    more = List.copyOf(rows.subList(seen, Math.min(rows.size(), seen + CHUNK)));
                }
                if (more.isEmpty()) {
                    return null;
                }
                seen += more.size();
                ObjectNode news = JsonNodeFactory.instance.objectNode();
                news.put("is", "rows");
                news.put("job", id());
                ArrayNode list = news.putArray("rows");
                more.forEach(row -> put(list.addObject(), row));
                return news;
            }
        };
    }

    private static void put(ObjectNode line, ResultRow row) {
        line.put("cpu", row.experiment().cpu());
        line.put("id", row.experiment().mechanism());
        line.put("mechanism", row.mechanismLabel());
        line.put("workload", row.workloadLabel());
        line.put("status", row.status().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        line.put("reason", row.reason());
        if (row.status() == ResultRow.Status.MEASURED) {
            Measurement headline = row.headline();
            line.put("cycles", headline.cyclesPerOperation());
            line.put("p50Mc", headline.latency().p50Mc());
            line.put("p99Mc", headline.latency().p99Mc());
        }
    }
}
