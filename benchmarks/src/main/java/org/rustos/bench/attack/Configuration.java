package org.rustos.bench.attack;

import org.rustos.kernel.Flaw;
import org.rustos.kernel.KernelConfig;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How the machine under attack differs from the one that everything else measures.
 *
 * @param id name in results; {@code standard} for no difference
 * @param weakened whether a check was taken away: then a success says what the check is worth, and
 *     nothing of the mechanism
 * @param settings of the mechanism; also given to the program as arguments
 * @param flaws checks that the kernel forgets
 * @param cores for guest threads
 * @param sliceNanos time slice while others wait
 */
public record Configuration(
        String id,
        boolean weakened,
        Map<String, String> settings,
        Set<Flaw> flaws,
        int cores,
        long sliceNanos) {
    public static final Configuration STANDARD =
            new Configuration("standard", false, Map.of(), Set.of(), 1);

    private static final long NANOS_PER_MICRO = 1000;

    public Configuration {
        settings = Map.copyOf(settings);
        flaws = Set.copyOf(flaws);
    }

    /** With the kernel's own time slice. */
    public Configuration(
            String id, boolean weakened, Map<String, String> settings, Set<Flaw> flaws, int cores) {
        this(id, weakened, settings, flaws, cores, KernelConfig.DEFAULT.sliceNanos());
    }

    /** A kernel that forgets a check. */
    public static Configuration without(Flaw flaw) {
        return new Configuration("flaw " + name(flaw), true, Map.of(), EnumSet.of(flaw), 1);
    }

    /** A flaw's word in results. */
    static String name(Flaw flaw) {
        return flaw.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The same machine with a kernel that forgets a check. */
    Configuration forgetting(Flaw flaw) {
        String name = without(flaw).id();
        return new Configuration(
                equals(STANDARD) ? name : name + ", " + id,
                true,
                settings,
                EnumSet.of(flaw),
                cores,
                sliceNanos);
    }

    /** Time slices of so many nanoseconds. */
    static Configuration slice(long nanos) {
        return STANDARD.renamed("slice=" + nanos / NANOS_PER_MICRO + "us").sliced(nanos);
    }

    /** The same with other time slices. */
    Configuration sliced(long nanos) {
        return new Configuration(id, weakened, settings, flaws, cores, nanos);
    }

    private Configuration renamed(String other) {
        return new Configuration(other, weakened, settings, flaws, cores, sliceNanos);
    }

    /** The same with a setting that does not weaken it further. */
    public Configuration with(String name, String value) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put(name, value);
        return new Configuration(
                id + ", " + name + "=" + value, weakened, all, flaws, cores, sliceNanos);
    }

    /** Attacker and victim are two processes, on a core each. */
    public static Configuration processes() {
        return new Configuration("processes=2", false, Map.of(), Set.of(), 2);
    }

    /** A setting that users have too. */
    public static Configuration set(String name, String value) {
        return new Configuration(name + "=" + value, false, Map.of(name, value), Set.of(), 1);
    }

    /** A setting that takes a guard away. */
    public static Configuration weakened(String name, String value) {
        return new Configuration(name + "=" + value, true, Map.of(name, value), Set.of(), 1);
    }
}
