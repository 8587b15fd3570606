package org.rustos.cli.bench;

import com.fasterxml.jackson.core.type.TypeReference;

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
import org.rustos.bench.run.SuiteRunner;
import org.rustos.bench.suite.Suite;
import org.rustos.bench.table.SeedTable;
import org.rustos.bench.table.SeedTablePage;
import org.rustos.bench.table.SeedTableText;
import org.rustos.bench.table.Variations;
import org.rustos.bench.table.Varied;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Mechanisms;
import org.rustos.cli.ExitCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code bench seed-table} does beyond any suite: runs the attacks against the mechanisms and
 * CPU models that were measured, and writes the table. Every file of its folder is the same in
 * every run, so there is none about the host.
 */
record TableOutput(Path out, boolean json, int jobs, PrintWriter print) {
    /** File name of the findings in a result folder. */
    static final String ATTACKS = "attacks.json";

    private static final String VARIATIONS = "variations.json";

    /** Runs the attacks unless there are findings, and again what cannot be re-priced. */
    ExitCode measure(Suite suite, SuiteRunner runner, ResultSet results, List<Finding> given)
            throws InterruptedException, IOException {
        List<Finding> findings = given == null ? run(results, AttackTable.all()) : given;
        Path folder = Files.createTempDirectory("rustos-prices");
        try {
            Variations variations = new Variations(results, folder);
            List<Varied> varied = List.of();
            if (!variations.experiments().isEmpty()) {
                ResultSet again =
                        runner.run(suite.with(variations.experiments()), results.version(), "")
                                .results();
                varied = variations.found(again.rows());
            }
            return write(results, findings, varied);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What an earlier run kept of lines that were run again. */
    List<Varied> kept() throws IOException {
        Path file = out.resolve(VARIATIONS);
        return Files.isRegularFile(file)
                ? CanonicalJson.MAPPER.readValue(file.toFile(), new TypeReference<>() {})
                : List.of();
    }

    /** Writes the folder and prints the table. */
    ExitCode write(ResultSet results, List<Finding> findings, List<Varied> varied) {
        List<Attack> attacks = AttackTable.all();
        SeedTable table = SeedTable.of(results, attacks, findings, varied);
        ResultStore.write(out, results);
        Report.write(out, results);
        AttackReport report = new AttackReport(attacks, findings);
        write(ATTACKS, report.json() + "\n");
        write(VARIATIONS, CanonicalJson.write(varied));
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
        return report.judged() && results.failures().isEmpty()
                ? ExitCode.OK
                : ExitCode.VERIFICATION;
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
