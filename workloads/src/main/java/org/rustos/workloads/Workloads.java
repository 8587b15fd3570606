package org.rustos.workloads;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every workload that the class path offers, ours and those of plug-ins, by id. */
public final class Workloads {
    private final SortedMap<String, Workload> byId;

    private Workloads(SortedMap<String, Workload> byId) {
        this.byId = byId;
    }

    /**
     * Looks for providers.
     *
     * @throws IllegalStateException if two workloads have the same id
     */
    public static Workloads load(ClassLoader loader) {
        SortedMap<String, Workload> byId = new TreeMap<>();
        for (Workload workload : ServiceLoader.load(Workload.class, loader)) {
            Workload other = byId.put(workload.id(), workload);
            if (other != null) {
                throw new IllegalStateException(
                        "two workloads are called "
                                + workload.id()
                                + ": "
                                + other.getClass().getName()
                                + " and "
                                + workload.getClass().getName());
            }
        }
        return new Workloads(byId);
    }

    /** Those on our own class path and of the plug-ins that this thread sees. */
    public static Workloads load() {
        return load(Thread.currentThread().getContextClassLoader());
    }

    /** By id. */
    public Collection<Workload> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    public Optional<Workload> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
