package org.rustos.cli.serve.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.bench.suite.Suites;
import org.rustos.bench.table.SeedTable;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Mechanisms;
import org.rustos.core.EmulatorVersion;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.timing.Category;
import org.rustos.workloads.Parameter;
import org.rustos.workloads.Workload;
import org.rustos.workloads.Workloads;

import java.util.List;

/** What can be asked for, as pages show it: the same ids as on the command line. */
public final class Catalogues {
    /** Suites that a page can start; the seed's table also needs attacks, hours of them. */
    static final List<String> SUITES =
            Suites.BUNDLED.stream().filter(name -> !name.equals(SeedTable.SUITE)).toList();

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Catalogues() {}

    /** All of it. */
    public static ObjectNode all() {
        ObjectNode all = JSON.objectNode();
        all.put("version", EmulatorVersion.VERSION);
        SUITES.forEach(id -> entry(all.withArray("suites"), id, Suites.description(id)));
        for (String id : CpuModelFinder.ids()) {
            CpuModel cpu = CpuModelFinder.load(id);
            entry(all.withArray("cpus"), id, cpu == null ? "" : cpu.profile().description());
        }
        for (Mechanism mechanism : Mechanisms.all()) {
            ObjectNode entry =
                    entry(all.withArray("mechanisms"), mechanism.id(), mechanism.description());
            for (Mechanism.Setting setting : mechanism.settings()) {
                entry.withArray("settings")
                        .addObject()
                        .put("name", setting.name())
                        .put("standard", setting.defaultValue())
                        .put("meaning", setting.meaning());
            }
        }
        for (Workload workload : Workloads.load().all()) {
            ObjectNode entry =
                    entry(all.withArray("workloads"), workload.id(), workload.description());
            for (Parameter parameter : workload.parameters()) {
                entry.withArray("settings")
                        .addObject()
                        .put("name", parameter.name())
                        .put("standard", String.valueOf(parameter.standard()))
                        .put("meaning", parameter.description());
            }
        }
        ArrayNode categories = all.putArray("categories");
        for (Category category : Category.values()) {
            categories.add(category.label());
        }
        return all;
    }

    private static ObjectNode entry(ArrayNode list, String id, String description) {
        return list.addObject().put("id", id).put("description", description);
    }
}
