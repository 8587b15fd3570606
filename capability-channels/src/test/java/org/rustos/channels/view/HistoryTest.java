package org.rustos.channels.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.cap.DerivationTree;
import org.rustos.kernel.cap.DeriveRequest;
import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.cap.ObjectHeader;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.cap.RevokeResult;
import org.rustos.kernel.cap.Rights;

import java.util.List;

/** That a history stays small and stays true. */
class HistoryTest {
    private record Thing(ObjectHeader header) implements KernelObject {
        @Override
        public ObjectKind kind() {
            return ObjectKind.FILE;
        }
    }

    private final DerivationTree tree = new DerivationTree();
    private final CSpace space = new CSpace(100, 4000, 0);
    private final HoldingLog log = new HoldingLog();
    private long now;

    private void listen() {
        space.observe(
                new CSpace.Observer() {
                    @Override
                    public void filled(long handle, Capability capability) {
                        log.filled(now, space, handle, capability);
                    }

                    @Override
                    public void emptied(long handle, Capability capability, boolean revoked) {
                        log.emptied(now, space.process(), handle, revoked);
                    }
                });
    }

    private long handle(CapResult result) {
        return ((CapResult.Granted) result).handle();
    }

    @Test
    void aFamilyIsRemembered() {
        listen();
        Thing thing = new Thing(new ObjectHeader(1));
        long root = handle(tree.grant(space, thing, Rights.ALL, 0, Capability.NEVER));
        now = 10;
        DeriveRequest less = DeriveRequest.attenuate(Rights.READ.or(Rights.REVOKE));
        long child = handle(tree.derive(space, root, less, now));
        long grandchild = handle(tree.derive(space, child, less, now));
        // What lay between is given up: the origin stays what it was.
        now = 20;
        tree.delete(space, child);
        assertEquals(new CSpace.Place(100, root), space.origin(grandchild));
        now = 30;
        var started = (RevokeResult.Started) tree.revoke(space, root, now);
        while (!started.revocation().done()) {
            started.revocation().step(1);
        }
        List<Holding> all = log.since(0);
        assertEquals(List.of(-1, 0, 1), all.stream().map(Holding::origin).toList());
        assertEquals(
                List.of(Holding.End.HELD, Holding.End.GIVEN_UP, Holding.End.REVOKED),
                all.stream().map(Holding::end).toList());
        assertEquals(
                List.of(Capability.NEVER, 20L, 30L), all.stream().map(Holding::untilMc).toList());
        assertEquals(1, log.held());
        assertEquals(1, log.revoked());
        long change = all.stream().mapToLong(Holding::change).max().orElseThrow();
        assertEquals(List.of(), log.since(change));
        thing.header().advanceEpoch();
        now = 40;
        log.checkEpochs(now);
        assertEquals(Holding.End.EPOCH, log.since(change).getFirst().end());
        assertEquals(2, log.revoked());
    }

    @Test
    void whatEndedLongestAgoMakesRoomAndWhatIsHeldStays() {
        listen();
        Thing thing = new Thing(new ObjectHeader(1));
        tree.grant(space, thing, Rights.ALL, 0, Capability.NEVER);
        for (int i = 0; i < 3 * HoldingLog.MOST; i++) {
            now = i;
            long one = handle(tree.grant(space, thing, Rights.READ, 0, Capability.NEVER));
            tree.delete(space, one);
        }
        List<Holding> all = log.since(0);
        assertEquals(HoldingLog.MOST, all.size());
        assertEquals(Holding.End.HELD, all.getFirst().end());
        assertEquals(1, log.held());
        assertEquals(2 * HoldingLog.MOST + 1, log.left());
        // A space that is fuller than the log: nothing breaks, and it says how many it lacks.
        for (int i = 0; i < 2 * HoldingLog.MOST; i++) {
            tree.grant(space, thing, Rights.READ, 0, Capability.NEVER);
        }
        assertEquals(HoldingLog.MOST, log.held());
    }

    @Test
    void samplesAreThinnedOutAndPeaksStay() {
        Timeline timeline = new Timeline();
        long at = 0;
        int samples = 5 * Timeline.MOST;
        for (int i = 0; i < samples; i++) {
            List<Occupancy> queues = List.of(new Occupancy(0, 0, 0, 0, i == 700 ? 99 : 1));
            timeline.add(new Sample(at, i, List.of(), queues, 0, 0));
            at = timeline.next(at);
        }
        Timeline.Part part = timeline.since(-1, 0);
        assertTrue(part.anew());
        assertTrue(part.samples().size() <= Timeline.MOST);
        assertTrue(part.thinned() > 2);
        assertEquals(samples - 1, part.samples().getLast().instructions());
        long most =
                part.samples().stream()
                        .mapToLong(sample -> sample.queues().getFirst().most())
                        .max()
                        .orElseThrow();
        assertEquals(99, most);
        long distance = 0;
        for (int i = 2; i < part.samples().size(); i++) {
            long next = part.samples().get(i).atMc() - part.samples().get(i - 1).atMc();
            assertTrue(next >= distance / 2, "no holes");
            distance = next;
        }
        assertEquals(0, timeline.since(part.thinned(), part.position()).samples().size());
    }
}
