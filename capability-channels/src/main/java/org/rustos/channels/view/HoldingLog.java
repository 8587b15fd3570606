package org.rustos.channels.view;

import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.op.CapabilityTable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that processes hold and held, as far as it fits: a guest that opens a million files
 * pushes out what ended longest ago. The run writes, others read.
 */
final class HoldingLog {
    /** Most holdings that are remembered. */
    static final int MOST = 1500;

    private static final int LONGEST_NAME = 80;

    private record Place(int process, long handle, boolean descriptor) {}

    /** An object and how many of the remembered holdings that are alive reach it. */
    private static final class Thing {
        final int number;
        int holders;

        Thing(int number) {
            this.number = number;
        }
    }

    private record Live(int number, Capability capability, KernelObject object) {}

    private final Map<Integer, Holding> all = new LinkedHashMap<>();
    private final Map<Place, Live> alive = new LinkedHashMap<>();
    private final Deque<Integer> ended = new ArrayDeque<>();
    private final IdentityHashMap<KernelObject, Thing> things = new IdentityHashMap<>();
    private int numbers;
    private int objects;
    private long changes;
    private long left;
    private long revoked;

    /** A slot was filled. */
    synchronized void filled(long atMc, CSpace space, long handle, Capability capability) {
        CSpace.Place origin = space.origin(handle);
        Live from =
                origin == null
                        ? null
                        : alive.get(new Place(origin.process(), origin.handle(), false));
        add(
                atMc,
                new Place(space.process(), handle, false),
                new Live(numbers, capability, capability.object()),
                capability.rights().bits(),
                from == null ? -1 : from.number());
    }

    /** A descriptor was seen. */
    synchronized void opened(long atMc, int process, int descriptor, OpenFile file) {
        int rights = (file.readable() ? 1 : 0) | (file.writable() ? 2 : 0);
        add(atMc, new Place(process, descriptor, true), new Live(numbers, null, file), rights, -1);
    }

    private void add(long atMc, Place place, Live live, int rights, int origin) {
        if (!makeRoom()) {
            left++;
            return;
        }
        numbers++;
        Thing thing = thing(live.object());
        thing.holders++;
        Capability capability = live.capability();
        alive.put(place, live);
        all.put(
                live.number(),
                new Holding(
                        live.number(),
                        place.process(),
                        place.handle(),
                        place.descriptor(),
                        thing.number,
                        live.object().kind().name().toLowerCase(Locale.ROOT),
                        name(live.object()),
                        rights,
                        capability == null ? 0 : capability.badge(),
                        capability == null ? Capability.NEVER : capability.expiryMc(),
                        origin,
                        atMc,
                        Capability.NEVER,
                        Holding.End.HELD,
                        ++changes));
    }

    private boolean makeRoom() {
        if (all.size() == MOST && !ended.isEmpty()) {
            all.remove(ended.removeFirst());
            left++;
        }
        return all.size() < MOST;
    }

    private Thing thing(KernelObject object) {
        if (things.size() >= 2 * MOST) {
            things.values().removeIf(thing -> thing.holders == 0);
        }
        return things.computeIfAbsent(object, _ -> new Thing(++objects));
    }

    private static String name(KernelObject object) {
        String name =
                switch (object) {
                    case OpenFile file -> String.valueOf(file.path());
                    case CapabilityTable table -> "process " + table.space().process();
                    default -> "";
                };
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
    }

    /** A slot was emptied. */
    synchronized void emptied(long atMc, int process, long handle, boolean byRevocation) {
        Holding.End how = byRevocation ? Holding.End.REVOKED : Holding.End.GIVEN_UP;
        end(atMc, new Place(process, handle, false), how);
    }

    /** A descriptor is not there any more. */
    synchronized void closed(long atMc, int process, int descriptor) {
        end(atMc, new Place(process, descriptor, true), Holding.End.GIVEN_UP);
    }

    private void end(long atMc, Place place, Holding.End how) {
        Live live = alive.remove(place);
        if (live == null) {
            return;
        }
        things.get(live.object()).holders--;
        mark(atMc, live.number(), how);
    }

    private void mark(long atMc, int number, Holding.End how) {
        Holding now = all.get(number).ended(atMc, how, ++changes);
        all.put(number, now);
        ended.addLast(number);
        revoked += how == Holding.End.GIVEN_UP ? 0 : 1;
    }

    /** Finds what an object's epoch ended: nobody is told of that. */
    synchronized void checkEpochs(long atMc) {
        List<Place> dead = new ArrayList<>();
        alive.forEach(
                (place, live) -> {
                    Capability capability = live.capability();
                    if (capability != null && capability.epoch() != live.object().epoch()) {
                        dead.add(place);
                    }
                });
        dead.forEach(place -> end(atMc, place, Holding.End.EPOCH));
    }

    /** Nothing comes any more: lets go of the objects themselves. */
    synchronized void close() {
        alive.clear();
        things.clear();
    }

    /** Capabilities and descriptors that are held now. */
    synchronized int held() {
        return alive.size();
    }

    /** How many were taken back so far. */
    synchronized long revoked() {
        return revoked;
    }

    /** How many are not remembered. */
    synchronized long left() {
        return left;
    }

    /** Those that changed after a change. */
    synchronized List<Holding> since(long change) {
        return change == changes
                ? List.of()
                : all.values().stream().filter(holding -> holding.change() > change).toList();
    }
}
