package org.rustos.core.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;

/** Everything that state is made of comes back as it was, with every identity. */
class StateGraphTest {
    private enum Colour {
        RED,
        GREEN
    }

    private record Pair(Object left, int right) {}

    private static final class Mark implements Comparable<Mark> {
        static final Mark ORIGIN = new Mark(0);
        private final int at;

        Mark(int at) {
            this.at = at;
        }

        @Override
        public int compareTo(Mark other) {
            return Integer.compare(at, other.at);
        }
    }

    @Unsaved
    private static final class Host {
        private int used;
    }

    private static final class Node implements Snapshotted {
        private final Host host;
        private final byte[] ram;
        private Node next;
        private long number;
        private double real;
        private boolean flag;
        private char letter;
        private Object any;
        private transient int derived = 1;
        private final List<Object> list = new ArrayList<>();
        private final Deque<Integer> deque = new ArrayDeque<>();
        private final Map<String, Object> map = new HashMap<>();
        private final Map<Long, Node> tree = new TreeMap<>(Collections.reverseOrder());
        private final Queue<Mark> queue = new PriorityQueue<>();
        private final BitSet bits = new BitSet();
        private final int[] large = new int[1000];
        private Kept.Reading reading;

        Node(Host host, byte[] ram) {
            this.host = host;
            this.ram = ram;
        }

        @Override
        public void restored() {
            derived = (int) number;
        }
    }

    private static Node fresh() {
        Node root = new Node(new Host(), new byte[4096]);
        root.next = new Node(root.host, root.ram);
        return root;
    }

    private static StateGraph graph(Node root) {
        BitSet one = new BitSet();
        one.set(0);
        return new StateGraph(root, MemorySegment.ofArray(new byte[4096]), () -> one, BitSet::new);
    }

    private static void change(Node root) {
        Node made = new Node(root.host, null);
        made.number = -5;
        made.next = root;
        Pair shared = new Pair(made, 3);
        root.number = 1L << 60;
        root.real = Math.PI;
        root.flag = true;
        root.letter = 'x';
        root.any = new Object[] {null, shared, null, shared, Colour.GREEN, Mark.ORIGIN, "text"};
        root.list.addAll(
                Arrays.asList(
                        List.of(1, 2L, (short) 3, (byte) 4, 'c', 1.5f),
                        Optional.of(made),
                        Map.of("k", made),
                        ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1),
                        Integer.class,
                        null));
        root.deque.addAll(List.of(3, 1, 2));
        root.map.put("made", made);
        root.tree.put(1L, made);
        root.tree.put(2L, root.next);
        root.queue.addAll(List.of(new Mark(3), new Mark(1)));
        root.bits.set(70);
        root.large[500] = 7;
        long seven = 7;
        root.next.reading = () -> seven + root.number;
        root.ram[9] = 9;
        root.host.used++;
    }

    @Test
    void everythingComesBack() throws SnapshotException {
        Node saved = fresh();
        StateGraph from = graph(saved);
        change(saved);
        Snapshot snapshot = from.save();

        Node root = fresh();
        Node second = root.next;
        StateGraph into = graph(root);
        into.restore(snapshot);
        assertEquals(snapshot.digest(), into.save().digest());
        assertSame(second, root.next, "what a fresh machine has stays what it is");
        assertEquals(0, root.host.used, "what is unsaved is not touched");
        Object[] any = (Object[]) root.any;
        assertSame(any[1], any[3]);
        assertSame(Colour.GREEN, any[4]);
        assertSame(Mark.ORIGIN, any[5]);
        Node made = (Node) ((Pair) any[1]).left();
        assertSame(root, made.next);
        assertSame(made, root.map.get("made"));
        assertEquals(List.of(3, 1, 2), List.copyOf(root.deque));
        assertEquals(List.of(2L, 1L), List.copyOf(root.tree.keySet()));
        assertEquals(1, root.queue.element().at);
        assertEquals(7, root.large[500]);
        assertEquals(Math.PI, root.real);
        assertTrue(root.flag);
        assertEquals('x', root.letter);
        assertEquals((1L << 60) + 7, root.next.reading.getAsLong());
        assertEquals(9, root.ram[9]);
        assertEquals(1, ((ByteBuffer) root.list.get(3)).position());
        assertEquals(-5, made.derived, "told when all is there");
    }

    @Test
    void goesBackInTheSameMachine() throws SnapshotException {
        Node root = fresh();
        StateGraph graph = graph(root);
        change(root);
        Snapshot first = graph.save();
        Object any = root.any;
        change(root);
        root.large[3] = 1;
        Snapshot second = graph.save();
        graph.restore(first);
        assertEquals(first.digest(), graph.save().digest());
        assertNotSame(any, root.any);
        graph.restore(second);
        assertEquals(second.digest(), graph.save().digest());
    }

    @Test
    void whatCannotBeSavedIsNamed() {
        Node root = fresh();
        StateGraph graph = graph(root);
        root.any = new Host();
        IllegalStateException later = assertThrows(IllegalStateException.class, graph::save);
        assertEquals(
                "cannot save %s.any: %s was made after the start"
                        .formatted(Node.class.getName(), Host.class.getName()),
                later.getMessage());
        Runnable loose = root.list::clear;
        root.any = loose;
        assertThrows(IllegalStateException.class, graph::save);
        root.any = new Thread();
        assertThrows(IllegalStateException.class, graph::save);
    }

    @Test
    void hostileBytesAreRefusedAndNothingElse() {
        Node saved = fresh();
        StateGraph from = graph(saved);
        change(saved);
        Snapshot good = from.save();
        Random chance = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.graph.clone();
            for (int changes = 1 + chance.nextInt(3); changes > 0; changes--) {
                bytes[chance.nextInt(bytes.length)] = (byte) chance.nextInt();
            }
            Snapshot bad = new Snapshot(good.landmarks, bytes, good.large, good.memory);
            try {
                graph(fresh()).restore(bad);
            } catch (SnapshotException e) {
                assertEquals(1, e.getMessage().lines().count());
            }
        }
    }

    @Test
    void anotherMachineIsRefused() {
        Node saved = fresh();
        Snapshot snapshot = graph(saved).save();
        Node other = fresh();
        other.next.next = new Node(other.host, null);
        assertThrows(SnapshotException.class, () -> graph(other).restore(snapshot));
    }
}
