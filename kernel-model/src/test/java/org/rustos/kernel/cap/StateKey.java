package org.rustos.kernel.cap;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All of a capability system that a later step could see, as text: equal keys mean equal futures.
 * It looks into private fields, because what the public methods show would not tell a slot that is
 * free next from one that is free later.
 */
final class StateKey {
    private static final Field TOUCHED = field("touched");
    private static final Field FREE_COUNT = field("freeCount");
    private static final Field FREE = field("free");
    private static final Field NODES = field("nodes");
    private static final Field GENERATIONS = field("generations");
    private static final Field REVOKED = field("revoked");

    private final CSpace[] spaces;
    private final List<Integer> naming;
    private final Map<CapNode, Integer> seen = new HashMap<>();
    private final List<CapNode> open = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /**
     * A key under one order of the processes.
     *
     * @param naming which process stands at each place
     */
    StateKey(CSpace[] spaces, List<Integer> naming) {
        this.spaces = spaces.clone();
        this.naming = List.copyOf(naming);
    }

    /**
     * The key.
     *
     * @param book what the test itself knows of the capabilities
     */
    String of(String book) throws IllegalAccessException {
        text.append(book);
        for (int process : naming) {
            space(spaces[process]);
        }
        for (int i = 0; i < open.size(); i++) {
            node(open.get(i));
        }
        return text.toString();
    }

    private void space(CSpace space) throws IllegalAccessException {
        int touched = (int) TOUCHED.get(space);
        int free = (int) FREE_COUNT.get(space);
        CapNode[] nodes = (CapNode[]) NODES.get(space);
        int[] generations = (int[]) GENERATIONS.get(space);
        boolean[] revoked = (boolean[]) REVOKED.get(space);
        text.append('|');
        for (int slot = 1; slot < touched; slot++) {
            text.append(generations[slot]).append(revoked[slot] ? 'r' : ':');
            text.append(number(nodes[slot])).append(' ');
        }
        int[] order = (int[]) FREE.get(space);
        for (int i = 0; i < free; i++) {
            text.append(',').append(order[i]);
        }
    }

    private void node(CapNode node) {
        text.append(';').append(node.capability.rights().bits());
        text.append(node.alive() ? 'a' : 'd').append(node.condemned ? 'c' : ' ');
        text.append(node.revocation == null ? ' ' : 'v').append('^').append(number(node.parent));
        for (CapNode child = node.firstChild; child != null; child = child.next) {
            text.append('.').append(number(child));
        }
    }

    private int number(CapNode node) {
        if (node == null) {
            return -1;
        }
        Integer known = seen.putIfAbsent(node, seen.size());
        if (known == null) {
            open.add(node);
            return seen.size() - 1;
        }
        return known;
    }

    private static Field field(String name) {
        try {
            Field field = CSpace.class.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
