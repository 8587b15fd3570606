package org.rustos.cli.run;

import org.rustos.workloads.ParameterException;
import org.rustos.workloads.Parameters;
import org.rustos.workloads.Workload;

import java.util.SortedMap;
import java.util.function.Supplier;

/** What is read of the host before a guest starts; a replay reads it of its recording. */
interface HostInputs {
    /**
     * The program of that name.
     *
     * @param hint appended where there is none: what else the name may have meant
     */
    ImageFile image(String name, Supplier<String> hint);

    /** What a workload finds in its file system. */
    SortedMap<String, byte[]> files(Workload workload, Parameters parameters)
            throws ParameterException;

    /** The host itself. */
    HostInputs HOST =
            new HostInputs() {
                @Override
                public ImageFile image(String name, Supplier<String> hint) {
                    return ImageFile.read(name, hint);
                }

                @Override
                public SortedMap<String, byte[]> files(Workload workload, Parameters parameters)
                        throws ParameterException {
                    return workload.prepare(parameters);
                }
            };
}
