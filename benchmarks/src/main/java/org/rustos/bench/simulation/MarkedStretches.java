package org.rustos.bench.simulation;

import org.rustos.bench.run.Outcome.Stretch;
import org.rustos.core.machine.MarkerKind;
import org.rustos.core.timing.Account;
import org.rustos.kernel.MarkerLog.Mark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pairs the markers that guest programs set: BEGIN and END of a process make a stretch, BEGIN with
 * value 0 an empty pair of the baseline, VERIFY a verdict.
 */
final class MarkedStretches {
    private static final long EMPTY = 0;

    private final Map<Long, String> names;
    private final Map<Integer, Mark> open = new HashMap<>();
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Account> empties = new ArrayList<>();
    private final List<Long> verdicts = new ArrayList<>();
    private String problem = "";

    /**
     * Pairs all marks.
     *
     * @param names of the kinds of stretches, by the value of BEGIN
     */
    MarkedStretches(List<Mark> marks, Map<Long, String> names) {
        this.names = names;
        marks.forEach(this::take);
        if (!open.isEmpty()) {
            problem = "the program ended inside a measured stretch";
        }
    }

    private void take(Mark mark) {
        switch (mark.kind()) {
            case MarkerKind.BEGIN -> {
                if (open.put(mark.process(), mark) != null) {
                    problem = "BEGIN marker inside a measured stretch";
                }
            }
            case MarkerKind.END -> {
                Mark begin = open.remove(mark.process());
                if (begin == null || begin.core() != mark.core()) {
                    problem = "END marker without its BEGIN on the same core";
                } else {
                    end(begin, mark);
                }
            }
            case MarkerKind.VERIFY -> verdicts.add(mark.value());
            default -> {}
        }
    }

    private void end(Mark begin, Mark end) {
        List<Account> cores = new ArrayList<>();
        cores.add(between(begin, end, end.core()));
        if (begin.value() == EMPTY) {
            empties.add(cores.getFirst());
            return;
        }
        for (int core = 0; core < end.accounts().size(); core++) {
            if (core != end.core()) {
                cores.add(between(begin, end, core));
            }
        }
        String name = names.getOrDefault(begin.value(), "stretch " + begin.value());
        stretches.add(new Stretch(name, end.value(), cores));
    }

    private static Account between(Mark begin, Mark end, int core) {
        return end.accounts().get(core).minus(begin.accounts().get(core));
    }

    List<Stretch> stretches() {
        return stretches;
    }

    List<Account> empties() {
        return empties;
    }

    List<Long> verdicts() {
        return verdicts;
    }

    /** What is wrong with the order of the markers, or empty. */
    String problem() {
        return problem;
    }
}
