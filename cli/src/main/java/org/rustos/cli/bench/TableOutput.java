package org.rustos.cli.bench;

import org.rustos.bench.attack.Attack;
import org.rustos.bench.attack.AttackReport;
import org.rustos.bench.attack.AttackSuite;
import org.rustos.bench.attack.AttackTable;
import org.rustos.bench.attack.Finding;
import org.rustos.bench.report.Report;
import org.rustos.bench.result.CanonicalJson;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.result.ResultSet;
import org.rustos.bench.result.ResultStore;
import org.rustos.bench.table.SeedTable;
import org.rustos.bench.table.SeedTablePage;
import org.rustos.bench.table.SeedTableText;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Mechanisms;
import org.rustos.cli.ExitCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code bench seed-table} does beyond any suite: runs the attacks against the mechanisms and
 * CPU models that were measured, and writes the table. Every file of its folder is the same in
 * every run, so there is none about the host.
 */
record TableOutput(Path out, boolean json, int jobs, PrintWriter print) {
    /** File name of the findings in a result folder. */
    static final String ATTACKS = "attacks.json";

    /**
     * Writes the folder and prints the table.
     *
     * @param given findings that were read from a file, or null to run the attacks
     */
    ExitCode write(ResultSet results, List<Finding> given) throws InterruptedException {
        List<Attack> attacks = AttackTable.all();
        List<Finding> findings = given == null ? run(results, attacks) : given;
        SeedTable table = SeedTable.of(results, attacks, findings);
        ResultStore.write(out, results);
        Report.write(out, results);
        write(ATTACKS, new AttackReport(attacks, findings).json() + "\n");
        Path page = SeedTablePage.write(out, table);
        if (json) {
            print.print(CanonicalJson.write(table));
        } else {
            print.print(SeedTableText.of(table));
            results.failures()
                    .forEach(
                            row ->
                                    print.println(
                                            "failed: "
                                                    + row.experiment().label()
                                                    + ": "
                                                    + row.reason()));
            print.println("page: " + page);
        }
        print.flush();
        boolean judged = findings.stream().noneMatch(f -> f.outcome() == Finding.Outcome.UNJUDGED);
        return judged && results.failures().isEmpty() ? ExitCode.OK : ExitCode.VERIFICATION;
    }

    private List<Finding> run(ResultSet results, List<Attack> attacks) throws InterruptedException {
        Set<String> measured =
                results.rows().stream()
                        .map(ResultRow::experiment)
                        .map(e -> e.mechanism())
                        .collect(Collectors.toSet());
        List<Mechanism> mechanisms =
                Mechanisms.all().stream().filter(m -> measured.contains(m.id())).toList();
        List<String> cpus =
                results.rows().stream().map(row -> row.experiment().cpu()).distinct().toList();
        return new AttackSuite(attacks, mechanisms, cpus, false).run(jobs);
    }

    private void write(String name, String text) {
        try {
            Files.writeString(out.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
