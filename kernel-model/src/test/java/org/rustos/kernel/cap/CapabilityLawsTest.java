package org.rustos.kernel.cap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The laws of capabilities, over random histories, against a model that is too simple to be wrong:
 * it keeps every capability for ever and searches.
 */
class CapabilityLawsTest {
    private static final int SPACES = 3;
    private static final int CAPACITY = 12;

    /** One capability that ever was; a moved one is the same with another place. */
    private static final class Known {
        final Known parent;
        final Capability capability;
        CSpace space;
        long handle;
        boolean alive = true;
        boolean condemned;

        Known(Known parent, CSpace space, CapResult.Granted granted) {
            this.parent = parent;
            this.capability = granted.capability();
            this.space = space;
            this.handle = granted.handle();
        }

        boolean under(Known ancestor) {
            for (Known k = parent; k != null; k = k.parent) {
                if (k == ancestor) {
                    return true;
                }
            }
            return false;
        }
    }

    private record Place(CSpace space, long handle) {}

    private static final class World {
        final DerivationTree tree = new DerivationTree();
        final List<CSpace> spaces = new ArrayList<>();
        final List<FakeObject> objects =
                List.of(new FakeObject(ObjectKind.FILE), new FakeObject(ObjectKind.MEMORY));
        final List<Known> known = new ArrayList<>();
        final List<Revocation> running = new ArrayList<>();
        final List<Known> roots = new ArrayList<>();
        final Set<Place> dead = new HashSet<>();
        long nowMc;

        World() {
            for (int i = 0; i < SPACES; i++) {
                spaces.add(new CSpace(i, CAPACITY, 0));
                FakeObject object = objects.get(i % objects.size());
                CapResult first =
                        tree.grant(spaces.get(i), object, Rights.ALL, 0, Capability.NEVER);
                known.add(new Known(null, spaces.get(i), (CapResult.Granted) first));
            }
        }

        /** One action, all of whose choices come from one number. */
        void act(long raw) {
            // The generator prefers small numbers; spread them over all choices.
            long seed = (raw ^ raw >>> 31) * 0x9e3779b97f4a7c15L;
            seed ^= seed >>> 29;
            int action = Math.floorMod(seed, 9);
            Known subject = known.get(Math.floorMod(seed / 16, known.size()));
            CSpace other = spaces.get(Math.floorMod(seed / 1024, SPACES));
            Rights mask = new Rights((int) (seed >>> 40) & 0xff | (int) (seed >>> 48) & 0xff);
            DeriveRequest request = DeriveRequest.mint(mask, Math.floorMod(seed >> 20, 3));
            if ((seed >>> 30 & 7) == 0) {
                request = request.until(nowMc + 5);
            }
            nowMc++;
            switch (action) {
                case 0, 1 ->
                        derived(
                                subject,
                                subject.space,
                                tree.derive(subject.space, subject.handle, request, nowMc));
                case 2, 3 ->
                        derived(
                                subject,
                                other,
                                tree.delegate(
                                        subject.space, subject.handle, other, request, nowMc));
                case 4 -> moved(subject, subject.space, false);
                case 5 -> moved(subject, other, true);
                case 6 -> {
                    if (tree.delete(subject.space, subject.handle) == null) {
                        assertTrue(subject.alive, "a dead handle was deleted");
                        kill(subject);
                    } else {
                        assertTrue(!subject.alive || subject.condemned);
                    }
                }
                case 7 -> revoked(subject);
                default -> {
                    if ((seed >>> 33 & 15) == 0) {
                        objects.get(0).header().advanceEpoch();
                    }
                }
            }
        }

        private void derived(Known parent, CSpace to, CapResult result) {
            if (result instanceof CapResult.Granted granted) {
                assertTrue(parent.alive && !parent.condemned, "derived from the dead");
                Capability child = granted.capability();
                assertTrue(parent.capability.rights().contains(child.rights()), "rights grew");
                assertTrue(child.expiryMc() <= parent.capability.expiryMc(), "life grew");
                assertTrue(
                        parent.capability.badge() == 0
                                || child.badge() == parent.capability.badge(),
                        "badge changed");
                if (to != parent.space) {
                    assertTrue(parent.capability.rights().contains(Rights.GRANT));
                }
                known.add(new Known(parent, to, granted));
            }
        }

        private void moved(Known subject, CSpace to, boolean transfer) {
            CapResult result =
                    transfer
                            ? tree.transfer(subject.space, subject.handle, to, nowMc)
                            : tree.move(subject.space, subject.handle, nowMc);
            if (result instanceof CapResult.Granted granted) {
                assertTrue(subject.alive, "the dead moved");
                assertEquals(subject.capability, granted.capability());
                dead.add(new Place(subject.space, subject.handle));
                subject.space = to;
                subject.handle = granted.handle();
            }
        }

        private void revoked(Known subject) {
            RevokeResult result = tree.revoke(subject.space, subject.handle, nowMc);
            if (result instanceof RevokeResult.Started started) {
                assertTrue(subject.alive);
                assertTrue(subject.capability.rights().contains(Rights.REVOKE));
                for (Known k : known) {
                    k.condemned |= k.alive && k.under(subject);
                }
                running.add(started.revocation());
                roots.add(subject);
            }
        }

        void stepAll(int budget) {
            for (int i = running.size() - 1; i >= 0; i--) {
                assertTrue(running.get(i).step(budget) <= budget);
                if (running.get(i).done()) {
                    running.remove(i);
                    Known root = roots.remove(i);
                    for (Known k : known) {
                        if (k.alive && k.condemned && k.under(root)) {
                            kill(k);
                        }
                    }
                }
            }
        }

        private void kill(Known k) {
            k.alive = false;
            dead.add(new Place(k.space, k.handle));
        }

        /**
         * Every handle that ever was answers what the model says; others are covered by the dead.
         */
        void check() {
            int[] used = new int[SPACES];
            boolean settled = running.isEmpty();
            for (Known k : known) {
                CapResult result = k.space.lookup(k.handle, null, Rights.NONE, nowMc);
                if (result instanceof CapResult.Granted granted) {
                    assertTrue(k.alive, "use after revoke");
                    assertEquals(k.capability, granted.capability());
                } else if (k.alive && !k.condemned) {
                    boolean over =
                            k.capability.expiryMc() <= nowMc
                                    || k.capability.epoch() != k.capability.object().epoch();
                    assertTrue(over, "somebody not below the root was killed");
                }
                if (k.alive) {
                    used[k.space.process()]++;
                }
            }
            for (Place place : dead) {
                assertFalse(place.space.lookup(place.handle, null, Rights.NONE, nowMc).granted());
            }
            for (CSpace space : spaces) {
                assertTrue(space.used() <= CAPACITY);
                if (settled) {
                    assertEquals(used[space.process()], space.used(), "slots leaked");
                }
            }
        }
    }

    @Property(tries = 3000)
    void lawsHoldWhenRevocationIsAtomic(@ForAll @Size(min = 1, max = 80) List<Long> seeds) {
        World world = new World();
        for (long seed : seeds) {
            world.act(seed);
            world.stepAll(1_000_000);
            world.check();
        }
    }

    @Property(tries = 3000)
    void lawsHoldWhenEverythingInterleavesWithRevocation(
            @ForAll @Size(min = 1, max = 80) List<Long> seeds) {
        World world = new World();
        for (long seed : seeds) {
            world.act(seed);
            if ((seed >>> 50 & 1) == 0) {
                world.stepAll(1);
            }
            world.check();
        }
        while (!world.running.isEmpty()) {
            world.stepAll(1);
        }
        world.check();
    }
}
