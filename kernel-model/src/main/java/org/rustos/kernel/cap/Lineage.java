package org.rustos.kernel.cap;

import java.util.ArrayList;
import java.util.List;

/** Shows which capability came from which, for people who look into a running machine. */
public final class Lineage {
    /**
     * A place in the tree.
     *
     * @param depth below the first capability
     * @param process whose slot holds it, 0 if nobody holds it any more
     * @param handle in that process, 0 if nobody holds it any more
     */
    public record Entry(int depth, int process, long handle, Capability capability) {}

    private Lineage() {}

    /**
     * The whole family of what fills a slot: its first ancestor and everything below, parents
     * before children.
     *
     * @param most entries at the very most
     * @return nothing for an empty slot
     */
    public static List<Entry> of(CSpace space, int slot, int most) {
        List<Entry> entries = new ArrayList<>();
        long handle = space.filled(slot);
        if (handle == 0) {
            return entries;
        }
        CapNode root = space.node(handle);
        while (root.parent != null) {
            root = root.parent;
        }
        int depth = 0;
        CapNode node = root;
        while (node != null && entries.size() < most) {
            entries.add(entry(node, depth));
            if (node.firstChild != null) {
                node = node.firstChild;
                depth++;
                continue;
            }
            while (node != root && node.next == null) {
                node = node.parent;
                depth--;
            }
            node = node == root ? null : node.next;
        }
        return entries;
    }

    private static Entry entry(CapNode node, int depth) {
        return node.alive()
                ? new Entry(
                        depth, node.space.process(), node.space.filled(node.slot), node.capability)
                : new Entry(depth, 0, 0, node.capability);
    }
}
