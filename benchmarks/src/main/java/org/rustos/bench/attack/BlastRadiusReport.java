package org.rustos.bench.attack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.bench.attack.BlastRadius.Cell;
import org.rustos.bench.attack.BlastRadius.Gain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shows what each forgotten check gives away: to people as a matrix, to programs as JSON. */
public final class BlastRadiusReport {
    private static final String LEGEND =
            """
            A row is one check that the kernel forgets. A cell: attacks that it alone had stopped, by what they obtain
            (s the secret, w a write to a file, c control or another's time); 0 came by the check and obtained nothing;
            - never comes by it.
            """;

    private final List<Cell> cells;

    public BlastRadiusReport(List<Cell> cells) {
        this.cells = List.copyOf(cells);
    }

    /** One array of objects. */
    public String json() {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ArrayNode array = mapper.createArrayNode();
        for (Cell cell : cells) {
            ObjectNode object = array.addObject();
            object.put("flaw", Configuration.name(cell.flaw()));
            object.put("meaning", cell.flaw().meaning());
            object.put("mechanism", cell.mechanism());
            object.put("cpu", cell.cpu());
            object.put("reached", cell.reached());
            ArrayNode gains = object.putArray("gains");
            for (Gain gain : cell.gains()) {
                gains.addObject()
                        .put("attack", gain.attack())
                        .put("configuration", gain.configuration())
                        .put("obtained", gain.obtained());
            }
        }
        try {
            return mapper.writeValueAsString(array);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A matrix for each CPU model, then who obtained what. */
    public String text() {
        StringBuilder text = new StringBuilder(LEGEND).append('\n');
        Set<String> cpus = new LinkedHashSet<>();
        cells.forEach(cell -> cpus.add(cell.cpu()));
        for (String cpu : cpus) {
            text.append(matrix(cpu)).append('\n');
        }
        return text.append(gains()).toString();
    }

    private String matrix(String cpu) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        List<String> head = new ArrayList<>();
        for (Cell cell : cells) {
            if (cell.cpu().equals(cpu)) {
                rows.computeIfAbsent(Configuration.name(cell.flaw()), _ -> new ArrayList<>())
                        .add(sum(cell));
                if (!head.contains(cell.mechanism())) {
                    head.add(cell.mechanism());
                }
            }
        }
        StringBuilder text = new StringBuilder(line(cpu, head, head));
        rows.forEach((flaw, row) -> text.append(line(flaw, row, head)));
        return text.toString();
    }

    private static String line(String name, List<String> row, List<String> head) {
        StringBuilder line = new StringBuilder("%-16s".formatted(name));
        for (int i = 0; i < row.size(); i++) {
            int width = Math.max(8, head.get(i).length());
            line.append("  ").append(row.get(i)).repeat(" ", width - row.get(i).length());
        }
        return line.toString().stripTrailing() + "\n";
    }

    /** As the legend says. */
    private static String sum(Cell cell) {
        if (cell.reached() == 0) {
            return "-";
        }
        int secrets = 0;
        int writes = 0;
        int control = 0;
        for (Gain gain : cell.gains()) {
            switch (gain.obtained().split(" ", 2)[0]) {
                case "secret", "digits" -> secrets++;
                case "change", "changed" -> writes++;
                default -> control++;
            }
        }
        String sum = part("s", secrets) + part("w", writes) + part("c", control);
        return sum.isEmpty() ? "0" : sum.strip();
    }

    private static String part(String letter, int count) {
        return count == 0 ? "" : " " + letter + count;
    }

    /** Who obtained the same stands in one line. */
    private String gains() {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (Cell cell : cells) {
            for (Gain gain : cell.gains()) {
                String what =
                        "%s (%s), %s: %s"
                                .formatted(
                                        Configuration.name(cell.flaw()),
                                        cell.flaw().meaning(),
                                        gain.attack(),
                                        gain.obtained());
                String where = cell.mechanism() + "/" + cell.cpu();
                List<String> all = lines.computeIfAbsent(what, _ -> new ArrayList<>());
                if (!all.contains(where)) {
                    all.add(where);
                }
            }
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(
                (what, who) -> text.append("%s%n    %s%n".formatted(what, String.join(" ", who))));
        return text.toString();
    }
}
