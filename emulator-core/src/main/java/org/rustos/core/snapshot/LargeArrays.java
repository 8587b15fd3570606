package org.rustos.core.snapshot;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Copies of the large arrays of a machine. One that did not change since the snapshot before shares
 * its copy.
 */
final class LargeArrays {
    private final IdentityHashMap<Object, Object> before;
    private final IdentityHashMap<Object, Object> now = new IdentityHashMap<>();
    private final List<Object> copies = new ArrayList<>();

    /**
     * @param before those of the last snapshot, or null
     */
    LargeArrays(LargeArrays before) {
        this.before = before == null ? new IdentityHashMap<>() : before.now;
    }

    /** The number of a copy of an array. */
    int keep(Object array) {
        Object old = before.get(array);
        Object copy = old != null && Numbers.same(array, old) ? old : Numbers.copy(array);
        now.put(array, copy);
        copies.add(copy);
        return copies.size() - 1;
    }

    List<Object> copies() {
        return copies;
    }
}
