package org.rustos.bench.table;

import org.rustos.bench.result.ResultRow;
import org.rustos.bench.suite.Experiment;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One line of the table: a mechanism as it comes, or with one of its settings. */
record Line(String mechanism, SortedMap<String, String> options) {
    static Line of(ResultRow row) {
        return new Line(row.experiment().mechanism(), new TreeMap<>(row.experiment().options()));
    }

    String label() {
        return Experiment.named(mechanism, options);
    }

    /** The seed rates mechanisms as they come. */
    boolean plain() {
        return options.isEmpty();
    }

    /** As attacks name a setting. */
    boolean isConfiguration(String id) {
        for (Map.Entry<String, String> option : options.entrySet()) {
            if (id.equals(option.getKey() + "=" + option.getValue())) {
                return true;
            }
        }
        return false;
    }
}
