package org.rustos.bench.run;

import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.timing.Account;
import org.rustos.core.timing.KernelPath;

import java.util.List;
import java.util.SortedMap;

/** What one experiment came to: measured, impossible, or failed. */
public sealed interface Outcome {
    /**
     * The cell cannot exist: this mechanism does not carry this workload, or this CPU lacks what it
     * needs.
     *
     * @param reason a sentence for the reader of the report
     */
    record NotApplicable(String reason) implements Outcome {}

    /** The run broke. The text names the cause, in one line. */
    record Failed(String reason) implements Outcome {}

    /**
     * The run came to its end.
     *
     * @param profile of the CPU, whose prices and sources the results keep
     * @param paths the kernel paths of the machine, in the order of their table
     * @param image name of the guest image
     * @param imageHash sha256 of the image, hexadecimal
     * @param stretches everything between BEGIN and END markers, in the order of the run; programs
     *     warm up before the first
     * @param empties the first core's accounts of empty marker pairs, in the order of the run
     * @param verified whether the workload found its result right
     * @param verdict what the workload says about its result
     * @param finished false if the run ended by a limit, a deadlock or a guest's death
     * @param exitReason why it ended
     * @param counters what the mechanism counted over the whole run, by name; names that start with
     *     {@code tier} count operations per tier
     * @param notRepriceable why another cost table would have changed the run; empty if it would
     *     not
     * @param instructions user instructions of the whole run on all cores
     */
    record Measured(
            CpuProfile profile,
            List<KernelPath> paths,
            String image,
            String imageHash,
            List<Stretch> stretches,
            List<Account> empties,
            boolean verified,
            String verdict,
            boolean finished,
            String exitReason,
            SortedMap<String, Long> counters,
            String notRepriceable,
            long instructions)
            implements Outcome {
        public Measured {
            paths = List.copyOf(paths);
            stretches = List.copyOf(stretches);
            empties = List.copyOf(empties);
        }
    }

    /**
     * One measured stretch.
     *
     * @param name of the kind of stretch; the first kind that appears is the row's headline
     * @param operations in it, 1 or more; from the END marker
     * @param cores what each core counted meanwhile: first the core that runs the program, then the
     *     others (polling kernel threads)
     */
    record Stretch(String name, long operations, List<Account> cores) {
        public Stretch {
            cores = List.copyOf(cores);
        }
    }
}
