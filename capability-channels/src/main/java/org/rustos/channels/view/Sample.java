package org.rustos.channels.view;

import java.util.List;

/**
 * What was counted up to one moment of the run.
 *
 * @param atMc simulated time
 * @param instructions of user code, on all cores
 * @param categoriesMc where the cycles of all cores went so far, in the order of {@link
 *     org.rustos.core.timing.Category}
 * @param held capabilities and descriptors at this moment
 * @param revoked so far
 */
public record Sample(
        long atMc,
        long instructions,
        List<Long> categoriesMc,
        List<Occupancy> queues,
        int held,
        long revoked) {
    public Sample {
        categoriesMc = List.copyOf(categoriesMc);
        queues = List.copyOf(queues);
    }

    /** The same in a history that has lost the sample before it. */
    Sample after(Sample lost) {
        List<Occupancy> wider =
                queues.stream()
                        .map(
                                queue ->
                                        queue.after(
                                                lost.queues.stream()
                                                        .filter(q -> q.queue() == queue.queue())
                                                        .mapToLong(Occupancy::most)
                                                        .findFirst()
                                                        .orElse(0)))
                        .toList();
        return new Sample(atMc, instructions, categoriesMc, wider, held, revoked);
    }
}
