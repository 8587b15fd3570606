package org.rustos.bench.simulation;

import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.CpuModels;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Reaches CPU models by their service only: no engine is named here. */
public final class CpuModelFinder {
    private CpuModelFinder() {}

    /** Ids of all models, in the order of their providers. */
    public static List<String> ids() {
        List<String> ids = new ArrayList<>();
        ServiceLoader.load(CpuModels.class).forEach(models -> ids.addAll(models.ids()));
        return ids;
    }

    /**
     * A model by id or by the path of a profile, or null if no provider has it.
     *
     * @throws org.rustos.core.cpu.ProfileException if the profile is bad
     */
    public static CpuModel load(String idOrFile) {
        for (CpuModels models : ServiceLoader.load(CpuModels.class)) {
            CpuModel model = models.load(idOrFile);
            if (model != null) {
                return model;
            }
        }
        return null;
    }
}
