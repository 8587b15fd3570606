package org.rustos.cli.validate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.bench.validate.KernelComparison;
import org.rustos.bench.validate.KernelRow;
import org.rustos.bench.validate.Row;
import org.rustos.bench.validate.Validation;
import org.rustos.bench.validate.Verdict;

import java.util.Locale;

/** One JSON object for scripts, with all that the table has. */
final class FindingsJson {
    private FindingsJson() {}

    static String of(Findings found) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("cpu", found.profile().id());
        root.put("profile", found.profile().hash());
        root.put("silicon", found.silicon());
        root.put("passed", found.verdict().passed());
        ArrayNode checks = root.putArray("checks");
        for (Verdict.Check check : found.verdict().checks()) {
            checks.addObject()
                    .put("check", check.text())
                    .put("passed", check.passed())
                    .put("counts", check.counts());
        }
        found.profile().fitted().forEach(root.putArray("fitted")::add);
        ObjectNode medians = root.putObject("medianErrors");
        for (Row.Kind kind : Row.Kind.values()) {
            putFinite(medians, id(kind), Validation.medianError(found.rows(), kind));
        }
        ArrayNode rows = root.putArray("rows");
        found.rows().forEach(row -> row(rows.addObject(), row, found.remarks().on(row.name())));
        kernels(root.putObject("kernels"), found);
        return root.toString();
    }

    private static void row(ObjectNode node, Row row, String remark) {
        node.put("name", row.name());
        node.put("kind", id(row.kind()));
        node.put("measured", row.measured());
        if (row.failed()) {
            node.put("problem", row.problem());
        } else {
            node.put("simulated", row.simulated());
            node.put("error", row.error());
        }
        if (!remark.isEmpty()) {
            node.put("remark", remark);
        }
    }

    private static void kernels(ObjectNode node, Findings found) {
        if (!found.skipped().isEmpty()) {
            node.put("skipped", found.skipped());
            return;
        }
        putFinite(node, "medianError", KernelComparison.medianError(found.kernels()));
        ArrayNode rows = node.putArray("rows");
        for (KernelRow kernel : found.kernels()) {
            ObjectNode row = rows.addObject().put("name", kernel.name());
            if (kernel.failed()) {
                row.put("problem", kernel.problem());
                continue;
            }
            row.put("simulated", kernel.simulated());
            row.put("native", kernel.measured());
            row.put("ratio", kernel.ratio());
            row.put("error", kernel.error());
            row.put("samples", kernel.samples());
            row.put("spread", kernel.spread());
            String remark = found.remarks().on(kernel.name());
            if (!remark.isEmpty()) {
                row.put("remark", remark);
            }
        }
    }

    private static void putFinite(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        }
    }

    private static String id(Row.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
