package org.rustos.core.cpu;

import java.util.List;

/** The service by which a module offers CPU models; found by {@link java.util.ServiceLoader}. */
public interface CpuModels {
    /** Ids in the order in which they are listed. */
    List<String> ids();

    /**
     * Loads a model.
     *
     * @param idOrFile one of {@link #ids()}, or the path of a profile file whose {@code engine}
     *     this provider has
     * @return null if the id or engine is not this provider's
     * @throws ProfileException if the file is bad: one line with file, place and remedy
     */
    CpuModel load(String idOrFile);
}
