package org.rustos.bench.suite;

import java.util.List;
import java.util.Map;

/**
 * What exists to be measured: the ids that a suite may name. It comes from whoever runs
 * experiments, so that a plug-in's mechanism is as good as ours.
 */
public interface Catalogue {
    /** Ids of CPU models; a suite may also name a profile by the path of its {@code .json} file. */
    List<String> cpus();

    List<String> mechanisms();

    List<String> workloads();

    /** Options of a mechanism and the values each may have; an empty list takes any value. */
    Map<String, List<String>> options(String mechanism);

    /** Parameters of a workload and the values each may have; an empty list takes any value. */
    Map<String, List<String>> parameters(String workload);
}
