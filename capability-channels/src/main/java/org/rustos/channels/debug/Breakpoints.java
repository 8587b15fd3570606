package org.rustos.channels.debug;

import java.util.Set;
import java.util.TreeSet;

/** Addresses before which processes hold. Asked for each instruction, so the usual no is quick. */
final class Breakpoints {
    private record Place(int process, long address) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return process == other.process
                    ? Long.compareUnsigned(address, other.address)
                    : Integer.compare(process, other.process);
        }
    }

    private final Set<Place> places = new TreeSet<>();

    /** A bit for each address, modulo 64 half-words. */
    private long filter;

    void add(int process, long address) {
        places.add(new Place(process, address));
        filter |= bit(address);
    }

    void remove(int process, long address) {
        places.remove(new Place(process, address));
        filter = 0;
        places.forEach(place -> filter |= bit(place.address));
    }

    void clear() {
        places.clear();
        filter = 0;
    }

    /** Whether some process may have one here. */
    boolean possible(long address) {
        return (filter & bit(address)) != 0;
    }

    boolean contains(int process, long address) {
        return places.contains(new Place(process, address));
    }

    private static long bit(long address) {
        return 1L << (address >>> 1);
    }
}
