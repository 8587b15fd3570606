package org.rustos.channels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** All mechanisms there are, in the order of the seed's table; plug-ins come behind. */
public final class Mechanisms {
    private static final List<String> ORDER =
            List.of(
                    "syscall",
                    "message",
                    "ring",
                    "ebpf",
                    "fast-syscall",
                    "unikernel",
                    "direct",
                    "channel",
                    "emergency",
                    "rustos");

    private Mechanisms() {}

    /** All mechanisms that the given loader sees. */
    public static List<Mechanism> all(ClassLoader loader) {
        List<Mechanism> found = new ArrayList<>();
        ServiceLoader.load(Mechanism.class, loader).forEach(found::add);
        found.sort(Comparator.comparingInt(Mechanisms::rank).thenComparing(Mechanism::id));
        return List.copyOf(found);
    }

    /** All mechanisms of our own class path and of the plug-ins that this thread sees. */
    public static List<Mechanism> all() {
        return all(Thread.currentThread().getContextClassLoader());
    }

    /** A mechanism by id, or null. */
    public static Mechanism get(String id) {
        for (Mechanism mechanism : all()) {
            if (mechanism.id().equals(id)) {
                return mechanism;
            }
        }
        return null;
    }

    private static int rank(Mechanism mechanism) {
        int index = ORDER.indexOf(mechanism.id());
        return index < 0 ? ORDER.size() : index;
    }
}
