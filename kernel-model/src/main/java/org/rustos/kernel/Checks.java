package org.rustos.kernel;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The checks of one kernel: which of them it forgets (none, but in the attack suite), and which a
 * run came by at all. A run that never came by a check is the same run without it.
 */
public final class Checks {
    private final Set<Flaw> omitted;
    private final Set<Flaw> reached = EnumSet.noneOf(Flaw.class);

    Checks(Set<Flaw> omitted) {
        this.omitted = omitted;
    }

    /** Asked where the check stands. */
    public boolean omits(Flaw flaw) {
        reached.add(flaw);
        return omitted.contains(flaw);
    }

    /** What was asked about so far. */
    public Set<Flaw> reached() {
        return Collections.unmodifiableSet(reached);
    }
}
