package org.rustos.cli.plugin;

import org.rustos.channels.Mechanism;
import org.rustos.channels.Mechanisms;
import org.rustos.core.cpu.CpuModels;
import org.rustos.workloads.Workload;
import org.rustos.workloads.Workloads;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/** Which names are taken: an id must mean one thing in every option, image and result. */
final class Ids {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final Map<String, String> owners = new HashMap<>();

    private Ids() {}

    /** The names that this build has taken. */
    static Ids ofThisBuild() {
        Ids ids = new Ids();
        ClassLoader own = Ids.class.getClassLoader();
        Mechanisms.all(own).forEach(ids::claim);
        Workloads.load(own).all().forEach(ids::claim);
        ServiceLoader.load(CpuModels.class, own).forEach(ids::claim);
        return ids;
    }

    /**
     * Takes the names of one provider.
     *
     * @return what is wrong with them, or null
     */
    String claim(Object provider) {
        return switch (provider) {
            case Mechanism mechanism -> claim("mechanism", mechanism.id(), mechanism);
            case Workload workload -> claim("workload", workload.id(), workload);
            case CpuModels models -> claimAll(models);
            default -> throw new IllegalArgumentException(provider.getClass().getName());
        };
    }

    private String claimAll(CpuModels models) {
        List<String> ids = models.ids();
        for (String id : ids) {
            String problem = claim("CPU model", id, models);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private String claim(String kind, String id, Object provider) {
        if (id == null || !FORM.matcher(id).matches()) {
            return kind + " id \"" + id + "\" is not lower-case words joined by hyphens";
        }
        String owner = owners.putIfAbsent(kind + " " + id, provider.getClass().getName());
        return owner == null
                ? null
                : "there is a " + kind + " " + id + " already (" + owner + "); give it another id";
    }
}
