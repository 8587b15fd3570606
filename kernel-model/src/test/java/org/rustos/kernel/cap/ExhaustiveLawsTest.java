package org.rustos.kernel.cap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every history of three processes, four capabilities and six steps keeps the laws of capabilities:
 * least privilege, unforgeable, revocable, delegatable, type-safe.
 *
 * <p>Histories that lead to the same state of the kernel are followed once, and so are those that
 * differ only in how the processes are called: the key of a state holds all that a later step could
 * see, slots, generations, free lists and the whole derivation tree.
 */
class ExhaustiveLawsTest {
    private static final int PROCESSES = 3;
    private static final int CAPABILITIES = 4;
    private static final int STEPS = 6;

    /** What is known of one capability, by the model's own book-keeping. */
    private static final class Known {
        final int parent;
        final Rights rights;
        int process;
        long handle;
        boolean alive = true;

        Known(int parent, Rights rights, int process, long handle) {
            this.parent = parent;
            this.rights = rights;
            this.process = process;
            this.handle = handle;
        }
    }

    /** A state: one history that leads to it, and how many there are. */
    private static final class Reached {
        final List<Step> history;
        final int size;
        final int alive;
        long histories;

        Reached(List<Step> history, int size, int alive) {
            this.history = history;
            this.size = size;
            this.alive = alive;
        }
    }

    private final CSpace[] spaces = new CSpace[PROCESSES];
    private final List<Known> known = new ArrayList<>();
    private final DerivationTree tree = new DerivationTree();

    /** Which step: what to do, to which capability, for which process. */
    private record Step(int action, int subject, int target) {}

    private static List<Step> alphabet() {
        List<Step> steps = new ArrayList<>();
        for (int subject = 0; subject < CAPABILITIES; subject++) {
            for (int target = 0; target < PROCESSES; target++) {
                steps.add(new Step(0, subject, target));
                steps.add(new Step(1, subject, target));
                steps.add(new Step(2, subject, target));
            }
            steps.add(new Step(3, subject, 0));
            steps.add(new Step(4, subject, 0));
            steps.add(new Step(5, subject, 0));
        }
        return steps;
    }

    @Test
    void everyShortHistoryKeepsTheLaws() throws IllegalAccessException {
        List<Step> alphabet = alphabet();
        Collection<Reached> level = List.of(new Reached(List.of(), 1, 1));
        level.iterator().next().histories = 1;
        long histories = 0;
        long states = 1;
        for (int length = 1; length <= STEPS; length++) {
            Map<String, Reached> next = new LinkedHashMap<>();
            for (Reached from : level) {
                for (Step step : alphabet) {
                    // A step on what does not exist yet makes no history; whom a dead one is for
                    // does not matter.
                    boolean alive = (from.alive >> step.subject() & 1) != 0;
                    if (step.subject() >= from.size || !alive && step.target() > 0) {
                        continue;
                    }
                    int alike = !alive && step.action() < 3 ? PROCESSES : 1;
                    List<Step> history = new ArrayList<>(from.history);
                    history.add(step);
                    if (!replay(history)) {
                        continue;
                    }
                    histories += alike * from.histories;
                    if (length < STEPS) {
                        next.computeIfAbsent(key(), _ -> reached(history)).histories +=
                                alike * from.histories;
                    }
                }
            }
            level = next.values();
            states += level.size();
        }
        System.out.printf(
                "laws of capabilities: %,d histories of up to %d steps, %,d states%n",
                histories, STEPS, states);
        assertTrue(histories > 50_000_000, "only " + histories);
    }

    private Reached reached(List<Step> history) {
        int alive = 0;
        for (int i = 0; i < known.size(); i++) {
            alive |= known.get(i).alive ? 1 << i : 0;
        }
        return new Reached(history, known.size(), alive);
    }

    /** The state's key; processes stand in it by what they hold, not by their numbers. */
    private String key() throws IllegalAccessException {
        List<Integer> naming = new ArrayList<>(List.of(0, 1, 2));
        naming.sort(Comparator.comparing(this::holdings));
        return new StateKey(spaces, naming).of(book(naming));
    }

    private String holdings(int process) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).process == process) {
                text.append(i).append(':').append(known.get(i).handle).append(' ');
            }
        }
        return text.toString();
    }

    /** What the model itself knows, under a naming. */
    private String book(List<Integer> naming) {
        StringBuilder text = new StringBuilder();
        for (Known k : known) {
            text.append(k.handle).append('@').append(naming.indexOf(k.process));
            text.append('^').append(k.parent);
            text.append('=').append(k.rights.bits()).append(k.alive ? '+' : '-');
        }
        return text.toString();
    }

    private boolean replay(List<Step> history) {
        known.clear();
        for (int i = 0; i < PROCESSES; i++) {
            spaces[i] = new CSpace(i, CAPABILITIES, 0);
        }
        CapResult first =
                tree.grant(
                        spaces[0],
                        new FakeObject(ObjectKind.FILE),
                        Rights.ALL,
                        0,
                        Capability.NEVER);
        known.add(new Known(-1, Rights.ALL, 0, CSpaceTest.granted(first)));
        for (Step step : history) {
            if (!act(step)) {
                return false;
            }
        }
        check();
        unforgeable(history.getLast().target());
        return true;
    }

    /** Does a step and checks its answer; false if it is none of this alphabet. */
    private boolean act(Step step) {
        Known subject = known.get(step.subject());
        CSpace space = spaces[subject.process];
        switch (step.action()) {
            case 0, 1 -> {
                Rights mask = step.action() == 0 ? Rights.ALL : Rights.READ.or(Rights.GRANT);
                CapResult result =
                        tree.delegate(
                                space,
                                subject.handle,
                                spaces[step.target()],
                                DeriveRequest.attenuate(mask),
                                0);
                assertEquals(
                        subject.alive && subject.rights.contains(Rights.GRANT),
                        result.granted() || result.errno().number() == 24);
                if (!result.granted()) {
                    return true;
                }
                if (known.size() == CAPABILITIES) {
                    return false;
                }
                known.add(
                        new Known(
                                step.subject(),
                                subject.rights.and(mask),
                                step.target(),
                                CSpaceTest.granted(result)));
            }
            case 2 -> {
                if (subject.alive && subject.process == step.target()) {
                    return false; // to hand over is to another
                }
                CapResult result = tree.transfer(space, subject.handle, spaces[step.target()], 0);
                if (!result.granted()) {
                    assertTrue(
                            !subject.alive
                                    || !subject.rights.contains(Rights.GRANT)
                                    || spaces[step.target()].full());
                    return true;
                }
                assertTrue(subject.alive && subject.rights.contains(Rights.GRANT));
                subject.process = step.target();
                subject.handle = CSpaceTest.granted(result);
            }
            case 3 -> {
                assertEquals(subject.alive, tree.delete(space, subject.handle) == null);
                subject.alive = false;
            }
            case 4 -> {
                RevokeResult result = tree.revoke(space, subject.handle, 0);
                boolean may = subject.alive && subject.rights.contains(Rights.REVOKE);
                assertEquals(may, result instanceof RevokeResult.Started);
                finish(result, step.subject());
            }
            default -> {
                RevokeResult result = tree.drop(space, subject.handle);
                assertEquals(subject.alive, result instanceof RevokeResult.Started);
                finish(result, step.subject());
                subject.alive = false;
            }
        }
        return true;
    }

    private void finish(RevokeResult result, int root) {
        if (result instanceof RevokeResult.Started started) {
            while (!started.revocation().done()) {
                started.revocation().step(1);
            }
            for (int i = 0; i < known.size(); i++) {
                for (int k = known.get(i).parent; k >= 0; k = known.get(k).parent) {
                    known.get(i).alive &= k != root;
                }
            }
        }
    }

    private void check() {
        int alive = 0;
        for (Known k : known) {
            CapResult use = spaces[k.process].lookup(k.handle, null, k.rights, 0);
            // Revocable: what a revocation that returned has killed is never used again.
            assertEquals(k.alive, use.granted());
            if (use instanceof CapResult.Granted granted) {
                // Least privilege: what was granted, and never more than the parent has.
                assertEquals(k.rights, granted.capability().rights());
                assertTrue(k.parent < 0 || known.get(k.parent).rights.contains(k.rights));
                alive++;
                // Type-safe: no use as something else.
                CapResult other =
                        spaces[k.process].lookup(k.handle, ObjectKind.MEMORY, Rights.NONE, 0);
                assertEquals(Refusal.WRONG_TYPE.errno(), other.errno());
            }
        }
        assertEquals(alive, spaces[0].used() + spaces[1].used() + spaces[2].used());
    }

    /** No number but the handles that were given out opens anything in a process. */
    private void unforgeable(int process) {
        int opened = 0;
        for (int slot = 0; slot <= CAPABILITIES; slot++) {
            for (long generation = 0; generation <= STEPS; generation++) {
                long handle = generation << 16 | slot;
                opened += spaces[process].lookup(handle, null, Rights.NONE, 0).granted() ? 1 : 0;
            }
        }
        assertEquals(spaces[process].used(), opened);
    }
}
