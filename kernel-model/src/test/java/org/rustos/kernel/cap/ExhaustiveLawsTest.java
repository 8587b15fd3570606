package org.rustos.kernel.cap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/**
 * Every history of three processes, four capabilities and a few steps: after a revocation returned,
 * no use of what was derived succeeds, and nobody else lost anything.
 */
class ExhaustiveLawsTest {
    private static final int PROCESSES = 3;
    private static final int CAPABILITIES = 4;
    private static final int STEPS = 4;

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

    private final CSpace[] spaces = new CSpace[PROCESSES];
    private final List<Known> known = new ArrayList<>();
    private final DerivationTree tree = new DerivationTree();
    private long histories;

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
    void everyShortHistoryKeepsTheLaws() {
        extend(new ArrayList<>(), alphabet());
        assertTrue(histories > 100_000, "only " + histories);
    }

    private void extend(List<Step> history, List<Step> alphabet) {
        for (Step step : alphabet) {
            history.add(step);
            // A step on what does not exist yet makes no new history.
            if (replay(history)) {
                histories++;
                if (history.size() < STEPS) {
                    extend(history, alphabet);
                }
            }
            history.removeLast();
        }
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
            if (step.subject() >= known.size() || !act(step)) {
                return false;
            }
        }
        check();
        return true;
    }

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
                if (known.size() == CAPABILITIES || !result.granted()) {
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
                CapResult result = tree.transfer(space, subject.handle, spaces[step.target()], 0);
                if (!result.granted()) {
                    return false;
                }
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
            assertEquals(k.alive, use.granted());
            if (use instanceof CapResult.Granted granted) {
                assertEquals(k.rights, granted.capability().rights());
                alive++;
            }
        }
        assertEquals(alive, spaces[0].used() + spaces[1].used() + spaces[2].used());
    }
}
