package org.rustos.bench.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.bench.result.CanonicalJson;
import org.rustos.bench.result.CpuSheet;
import org.rustos.bench.result.Figures;
import org.rustos.bench.result.Measurement;
import org.rustos.bench.result.ResultRow;
import org.rustos.bench.result.ResultRow.Status;
import org.rustos.bench.result.ResultSet;
import org.rustos.bench.suite.Experiment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Machines with one price changed by 25 % or by a factor of two, for lines that cannot be
 * re-priced. A line is run again for each price that its cores pay.
 */
public final class Variations {
    /** Down and up by a quarter, and by two. */
    static final List<Double> FACTORS = List.of(0.5, 0.8, 1.25, 2.0);

    private static final int SAMPLES = 20;
    private static final int WARMUP = 16;
    private static final double MC_PER_CYCLE = 1000.0;

    private final Map<Experiment, Varied> planned = new LinkedHashMap<>();

    /**
     * Plans what must run.
     *
     * @param folder for profiles, one for each changed price; the caller's to delete
     */
    public Variations(ResultSet results, Path folder) {
        for (ResultRow row : results.rows()) {
            if (row.status() == Status.MEASURED
                    && !row.repriceable()
                    && row.workloadLabel().equals(CpuLines.EMPTY_CALL)) {
                plan(row, results.cpus().get(row.experiment().cpu()), folder);
            }
        }
    }

    private void plan(ResultRow row, CpuSheet sheet, Path folder) {
        for (String price : prices(row.headline(), sheet)) {
            for (double factor : FACTORS) {
                Experiment e = row.experiment();
                String profile = changed(e.cpu(), price, factor, sheet, folder);
                planned.put(
                        new Experiment(
                                profile,
                                e.mechanism(),
                                e.options(),
                                e.workload(),
                                e.parameters(),
                                e.seed(),
                                SAMPLES,
                                WARMUP,
                                e.cores(),
                                e.maxCycles()),
                        new Varied(e.cpu(), row.mechanismLabel(), price, factor, 0));
            }
        }
    }

    /** What any of its cores pays: by what they counted, and by the paths that they ran. */
    private static SortedSet<String> prices(Measurement m, CpuSheet sheet) {
        SortedSet<String> events = new TreeSet<>(m.events().keySet());
        for (CpuSheet.Path path : sheet.paths()) {
            if (m.steps().containsKey(path.name())) {
                events.addAll(path.events().keySet());
            }
        }
        SortedSet<String> prices = new TreeSet<>();
        for (CpuSheet.Cost cost : sheet.costs()) {
            boolean pays =
                    events.contains(cost.event())
                            || cost.event().equals(CpuSheet.KERNEL_INSTRUCTION);
            if (pays && cost.millicycles() > 0) {
                prices.add(cost.event());
            }
        }
        return prices;
    }

    private static String changed(
            String cpu, String price, double factor, CpuSheet sheet, Path folder) {
        try {
            ObjectNode profile = (ObjectNode) profile(cpu);
            JsonNode cost =
                    price.equals(CpuSheet.KERNEL_INSTRUCTION)
                            ? profile.path("kernelInstruction")
                            : profile.path("costs").path(price);
            double cycles = Math.round(Prices.cycles(price, sheet) * factor * MC_PER_CYCLE);
            ((ObjectNode) cost).put("cycles", cycles / MC_PER_CYCLE);
            Path file =
                    folder.resolve(
                            Path.of(cpu).getFileName() + "-" + price + "-" + factor + ".json");
            Files.writeString(file, CanonicalJson.MAPPER.writeValueAsString(profile));
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode profile(String cpu) throws IOException {
        try (InputStream in = Variations.class.getResourceAsStream("/profiles/" + cpu + ".json")) {
            return in == null
                    ? CanonicalJson.MAPPER.readTree(Path.of(cpu).toFile())
                    : CanonicalJson.MAPPER.readTree(in);
        }
    }

    /** What to run, in the order of the rows. */
    public List<Experiment> experiments() {
        return List.copyOf(planned.keySet());
    }

    /** What came of it; a row that failed says nothing. */
    public List<Varied> found(List<ResultRow> rows) {
        List<Varied> found = new ArrayList<>();
        for (ResultRow row : rows) {
            Varied varied = planned.get(row.experiment());
            if (row.status() == Status.MEASURED) {
                Measurement m = row.headline();
                found.add(
                        new Varied(
                                varied.cpu(),
                                varied.line(),
                                varied.price(),
                                varied.factor(),
                                Figures.divide(m.totalMc(), m.operations())));
            }
        }
        return found;
    }
}
