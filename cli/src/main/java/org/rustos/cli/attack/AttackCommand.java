package org.rustos.cli.attack;

import org.rustos.bench.attack.Attack;
import org.rustos.bench.attack.AttackReport;
import org.rustos.bench.attack.AttackSuite;
import org.rustos.bench.attack.AttackTable;
import org.rustos.bench.attack.BlastRadius;
import org.rustos.bench.attack.BlastRadiusReport;
import org.rustos.bench.attack.Finding;
import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.bench.suite.Spelling;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Mechanisms;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.CpuCatalogue;
import org.rustos.cli.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Runs the attack suite: what each mechanism stops, where, and what it lets pass. */
@Command(
        name = "attack",
        description = {
            "Runs named attacks against every mechanism and CPU model and prints how each ended:"
                    + " blocked (by what), detected-late, succeeds, not-applicable.",
            "",
            "Exit code 76 if an attack came to no end that can be judged."
        },
        mixinStandardHelpOptions = true)
public final class AttackCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print one JSON array instead of text.")
    private boolean json;

    @Option(names = "--attack", paramLabel = "ID", split = ",", description = "Only these attacks.")
    private List<String> attacks = List.of();

    @Option(
            names = "--mechanism",
            paramLabel = "ID",
            split = ",",
            description = "Only these mechanisms.")
    private List<String> mechanisms = List.of();

    @Option(
            names = "--cpu",
            paramLabel = "ID",
            split = ",",
            description = "Only on these CPU models.")
    private List<String> cpus = List.of();

    @Option(
            names = "--blast-radius",
            description = {
                "What each single check that the kernel forgets gives away, instead of the"
                        + " matrix of attacks."
            })
    private boolean blastRadius;

    @Option(
            names = "--until-both",
            description =
                    "Stop an attack as soon as it has succeeded somewhere and was blocked"
                            + " somewhere.")
    private boolean untilBoth;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Machines at a time; default: host cores.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (jobs < 1) {
            throw CommandFailure.usage("--jobs " + jobs + ": needs at least 1");
        }
        List<Attack> chosen = chosen("--attack", AttackTable.all(), Attack::id, attacks);
        List<Mechanism> over = chosen("--mechanism", Mechanisms.all(), Mechanism::id, mechanisms);
        List<String> on = cpus.isEmpty() ? CpuModelFinder.ids() : cpus;
        on.forEach(CpuCatalogue::load);
        if (blastRadius) {
            return blastRadius(new BlastRadius(chosen, over, on).run(jobs));
        }
        List<Finding> findings = new AttackSuite(chosen, over, on, untilBoth).run(jobs);
        AttackReport report = new AttackReport(chosen, findings);
        print(json ? report.json() + "\n" : report.text());
        return (report.judged() ? ExitCode.OK : ExitCode.VERIFICATION).code();
    }

    private int blastRadius(List<BlastRadius.Cell> cells) {
        BlastRadiusReport report = new BlastRadiusReport(cells);
        print(json ? report.json() + "\n" : report.text());
        return ExitCode.OK.code();
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    /** Those of the wanted ids, in the order of all; all if none is wanted. */
    private <T> List<T> chosen(
            String option, List<T> all, Function<T, String> id, List<String> wanted) {
        List<String> known = all.stream().map(id).toList();
        for (String one : wanted) {
            if (!known.contains(one)) {
                throw CommandFailure.usage(
                        option + " " + one + ": no such id" + Spelling.hint(one, known));
            }
        }
        return wanted.isEmpty()
                ? all
                : all.stream().filter(one -> wanted.contains(id.apply(one))).toList();
    }
}
