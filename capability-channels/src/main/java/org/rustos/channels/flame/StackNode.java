package org.rustos.channels.flame;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** A frame below its callers, and the cycles that were spent in itself. */
final class StackNode {
    /** A run has far fewer stacks unless its guest makes them on purpose. */
    private static final int MOST = 1 << 18;

    private static final String MORE = "[more]";

    /** Counts the nodes of one tree. */
    private static final class Size {
        int nodes;
    }

    private final String name;
    private final Size size;
    private final SortedMap<String, StackNode> children = new TreeMap<>();
    private StackNode latest;
    private long selfMc;

    private StackNode(String name, Size size) {
        this.name = name;
        this.size = size;
        size.nodes++;
    }

    static StackNode root() {
        return new StackNode("all", new Size());
    }

    String name() {
        return name;
    }

    /** In the order of their names. */
    Collection<StackNode> children() {
        return children.values();
    }

    /** The frame of a name that this one calls. */
    StackNode child(String called) {
        if (latest != null && latest.name.equals(called)) {
            return latest;
        }
        StackNode found = children.get(called);
        if (found == null) {
            String shown = size.nodes < MOST ? called : MORE;
            found = children.get(shown);
            if (found == null) {
                found = new StackNode(shown, size);
                children.put(shown, found);
            }
        }
        latest = found;
        return found;
    }

    void add(long mc) {
        selfMc += mc;
    }

    /** Millicycles in this frame itself. */
    long selfMc() {
        return selfMc;
    }

    /** With all that it called. */
    long totalMc() {
        long sum = selfMc;
        for (StackNode child : children.values()) {
            sum += child.totalMc();
        }
        return sum;
    }

    /**
     * Makes every figure at least 0 without a change of sums. What a fault takes back from a block
     * may have been charged under the name before it; it is taken from the caller then.
     */
    void settle() {
        for (StackNode child : children.values()) {
            child.settle();
            if (child.selfMc < 0) {
                selfMc += child.selfMc;
                child.selfMc = 0;
            }
        }
    }
}
