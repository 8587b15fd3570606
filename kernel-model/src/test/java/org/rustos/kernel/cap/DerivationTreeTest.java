package org.rustos.kernel.cap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rustos.kernel.cap.CSpaceTest.granted;

import org.junit.jupiter.api.Test;

class DerivationTreeTest {
    private static final int MILLION = 1_000_000;

    private final DerivationTree tree = new DerivationTree();
    private final FakeObject file = new FakeObject(ObjectKind.FILE);
    private final CSpace alice = new CSpace(1, 64, 0);
    private final CSpace bob = new CSpace(2, 64, 0);
    private final long root = granted(tree.grant(alice, file, Rights.ALL, 0, Capability.NEVER));

    private static void finish(RevokeResult result) {
        Revocation revocation = ((RevokeResult.Started) result).revocation();
        while (!revocation.done()) {
            revocation.step(1);
        }
    }

    private static boolean alive(CSpace space, long handle) {
        return space.lookup(handle, null, Rights.NONE, 0).granted();
    }

    @Test
    void delegationNeedsTheRightToGrant() {
        long private_ =
                granted(
                        tree.derive(
                                alice,
                                root,
                                DeriveRequest.attenuate(Rights.ALL.without(Rights.GRANT)),
                                0));
        assertEquals(
                new CapResult.Refused(Refusal.MISSING_RIGHT),
                tree.delegate(alice, private_, bob, DeriveRequest.COPY, 0));
        assertEquals(
                new CapResult.Refused(Refusal.MISSING_RIGHT),
                tree.transfer(alice, private_, bob, 0));
        assertTrue(alive(alice, private_));
        assertEquals(0, bob.used());
    }

    @Test
    void aBadgeIsSetOnce() {
        long badged = granted(tree.derive(alice, root, DeriveRequest.mint(Rights.ALL, 7), 0));
        assertEquals(
                new CapResult.Refused(Refusal.BADGED),
                tree.derive(alice, badged, DeriveRequest.mint(Rights.ALL, 8), 0));
        CapResult copy = tree.derive(alice, badged, DeriveRequest.COPY, 0);
        assertEquals(7, ((CapResult.Granted) copy).capability().badge());
    }

    @Test
    void revocationReachesBelowADeletedCapability() {
        long middle = granted(tree.delegate(alice, root, bob, DeriveRequest.COPY, 0));
        long leaf1 = granted(tree.derive(bob, middle, DeriveRequest.COPY, 0));
        long leaf2 = granted(tree.derive(bob, middle, DeriveRequest.COPY, 0));
        assertNull(tree.delete(bob, middle));
        assertTrue(alive(bob, leaf1));
        finish(tree.revoke(alice, root, 0));
        assertFalse(alive(bob, leaf1));
        assertFalse(alive(bob, leaf2));
        assertTrue(alive(alice, root));
        assertEquals(0, bob.used());
    }

    @Test
    void revokedIsToldApartFromStale() {
        long lent = granted(tree.delegate(alice, root, bob, DeriveRequest.COPY, 0));
        finish(tree.revoke(alice, root, 0));
        assertEquals(
                new CapResult.Refused(Refusal.REVOKED), bob.lookup(lent, null, Rights.NONE, 0));
    }

    @Test
    void whoDropsTakesBackWhatWasLent() {
        long lender = granted(tree.derive(alice, root, DeriveRequest.COPY, 0));
        long lent = granted(tree.delegate(alice, lender, bob, DeriveRequest.COPY, 0));
        finish(tree.drop(alice, lender));
        assertFalse(alive(alice, lender));
        assertFalse(alive(bob, lent));
        assertTrue(alive(alice, root));
    }

    @Test
    void nothingIsDerivedBelowARevocationUnderWay() {
        long child = granted(tree.delegate(alice, root, bob, DeriveRequest.COPY, 0));
        long grandchild = granted(tree.derive(bob, child, DeriveRequest.COPY, 0));
        Revocation revocation = ((RevokeResult.Started) tree.revoke(alice, root, 0)).revocation();
        assertEquals(
                new CapResult.Refused(Refusal.BUSY),
                tree.derive(alice, root, DeriveRequest.COPY, 0));
        revocation.step(1);
        assertFalse(alive(bob, child), "ancestors die first");
        assertTrue(alive(bob, grandchild));
        assertEquals(
                new CapResult.Refused(Refusal.REVOKED),
                tree.derive(bob, grandchild, DeriveRequest.COPY, 0));
        while (!revocation.done()) {
            revocation.step(1);
        }
        assertFalse(alive(bob, grandchild));
        assertTrue(tree.derive(alice, root, DeriveRequest.COPY, 0).granted());
    }

    @Test
    void anOuterRevocationWaitsForTheOneThatItRunsInto() {
        long child = granted(tree.delegate(alice, root, bob, DeriveRequest.COPY, 0));
        long grandchild = granted(tree.derive(bob, child, DeriveRequest.COPY, 0));
        long great = granted(tree.derive(bob, grandchild, DeriveRequest.COPY, 0));
        Revocation inner = ((RevokeResult.Started) tree.revoke(bob, child, 0)).revocation();
        inner.step(1);
        assertTrue(alive(bob, great));
        finish(tree.revoke(alice, root, 0));
        assertFalse(alive(bob, great));
        assertTrue(inner.done());
    }

    @Test
    void anInnerRevocationIsNotDoneBeforeItsOwnDescendantsAre() {
        long a = granted(tree.delegate(alice, root, bob, DeriveRequest.COPY, 0));
        long b = granted(tree.derive(bob, a, DeriveRequest.COPY, 0));
        long c = granted(tree.derive(bob, b, DeriveRequest.COPY, 0));
        Revocation inner = ((RevokeResult.Started) tree.revoke(bob, a, 0)).revocation();
        Revocation outer = ((RevokeResult.Started) tree.revoke(alice, root, 0)).revocation();
        outer.step(2);
        assertFalse(alive(bob, b));
        while (!inner.done()) {
            inner.step(1);
        }
        assertFalse(alive(bob, c));
    }

    private CSpace[] crowd() {
        CSpace[] crowd = new CSpace[16];
        for (int i = 0; i < crowd.length; i++) {
            crowd[i] = new CSpace(3 + i, CSpace.MAX_CAPACITY, 0);
        }
        return crowd;
    }

    @Test
    void aMillionCopiesOfOneDieInBoundedSteps() {
        CSpace[] crowd = crowd();
        long[] handles = new long[MILLION];
        for (int i = 0; i < MILLION; i++) {
            handles[i] = granted(tree.delegate(alice, root, crowd[i & 15], DeriveRequest.COPY, 0));
        }
        assertEquals(MILLION, killed());
        for (int i = 0; i < MILLION; i++) {
            assertFalse(alive(crowd[i & 15], handles[i]));
        }
    }

    @Test
    void aChainOfAMillionDiesWithoutAStack() {
        CSpace[] crowd = crowd();
        // Each derivation walks its ancestors: link the chain by hand instead of 5e11 steps.
        CapNode above = alice.node(root);
        for (int i = 0; i < MILLION; i++) {
            CapNode below = new CapNode(above.capability);
            above.adopt(below);
            crowd[i & 15].put(below);
            above = below;
        }
        assertEquals(MILLION, killed());
        for (CSpace space : crowd) {
            assertEquals(0, space.used());
        }
    }

    private long killed() {
        Revocation revocation = ((RevokeResult.Started) tree.revoke(alice, root, 0)).revocation();
        long visited = 0;
        while (!revocation.done()) {
            int step = revocation.step(64);
            assertTrue(step <= 64);
            visited += step;
        }
        assertTrue(visited <= 2L * MILLION, "each node is visited twice at most");
        return revocation.killed();
    }

    @Test
    void aChainLongerThanTheWalkIsRefused() {
        DerivationTree shallow = new DerivationTree(3);
        long last = root;
        for (int i = 0; i < 3; i++) {
            last = granted(shallow.derive(alice, last, DeriveRequest.COPY, 0));
        }
        assertEquals(
                new CapResult.Refused(Refusal.TOO_DEEP),
                shallow.derive(alice, last, DeriveRequest.COPY, 0));
    }

    @Test
    void handingOnForEverLeavesNoTrace() {
        long last = root;
        for (int i = 0; i < 10 * DerivationTree.DEFAULT_MAX_DEPTH; i++) {
            long next = granted(tree.derive(alice, last, DeriveRequest.COPY, 0));
            tree.delete(alice, last);
            last = next;
        }
        assertTrue(tree.derive(alice, last, DeriveRequest.COPY, 0).granted());
    }

    @Test
    void aSpaceGoesAwayInBoundedSteps() {
        for (int i = 0; i < 60; i++) {
            tree.delegate(alice, root, bob, DeriveRequest.COPY, 0);
        }
        int steps = 1;
        while (!tree.clear(bob, 8)) {
            steps++;
        }
        assertEquals(8, steps);
        assertEquals(1, alice.used());
    }
}
