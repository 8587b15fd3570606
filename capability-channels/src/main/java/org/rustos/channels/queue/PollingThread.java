package org.rustos.channels.queue;

import org.rustos.channels.abi.RingLayout;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Timers;
import org.rustos.core.machine.Work;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.MemorySystem;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A kernel thread on a core of its own that looks for submissions again and again.
 *
 * <p>A turn that finds nothing costs always the same while the guest's lines lie in its cache, and
 * a write takes them away. So it need not make such turns: it parks, and on the write (or at a
 * deadline) accounts the turns that it would have made. A write is seen by the first turn that
 * starts at or after the writer's clock at the store; that rule is the same with fast-forward on
 * and off, and a test holds both at the same cycles.
 */
public final class PollingThread implements Work, MemorySystem.Watcher {
    /** Assumed: enough to tell a client from a passer-by. */
    private static final long ENTRIES_BEFORE_MOVE = 64;

    private static final long NOTHING = Long.MAX_VALUE;

    private enum State {
        POLLING,
        SERVING,
        FALLING_ASLEEP,
        ASLEEP
    }

    private final QueueServer server;
    private Core core;
    private Core next;
    private final long idleMc;
    private final boolean fastForward;

    /** Whether writes of guests are told; without timing every turn must look for itself. */
    private final boolean told;

    private final long turnMc;
    private final Deque<EntryRun> ready = new ArrayDeque<>();
    private State state = State.POLLING;
    private EntryRun current;
    private int left;
    private long unseenMc = NOTHING;
    private long readyMc = NOTHING;
    private boolean look = true;
    private boolean skipping;
    private boolean wakePending;
    private boolean closed;
    private long idleSinceMc = -1;
    private Timers.Timer deadline;
    private long sleeps;

    /**
     * Starts polling on a core that no user thread gets.
     *
     * @param idleMc emptiness after which it sleeps until a doorbell; 0 for never
     * @param fastForward whether empty turns are accounted instead of made; cycles do not differ
     */
    public PollingThread(QueueServer server, Core core, long idleMc, boolean fastForward) {
        this.server = server;
        this.core = core;
        this.idleMc = idleMc;
        this.told = server.kernel().board().timed();
        this.fastForward = fastForward && told;
        this.turnMc = server.kernel().board().profile().costs().of(Event.POLL_EMPTY).millicycles();
        if (turnMc <= 0) {
            throw new IllegalStateException("POLL_EMPTY must cost something");
        }
        server.poller(this);
    }

    /** After some entries it goes on on another core, nearer to whom it serves. */
    public void movesTo(Core other) {
        next = other;
    }

    /** Begins at a time of the starting core's clock. */
    public void start(long atMc) {
        MemorySystem memory = server.kernel().board().memorySystem();
        memory.watch(server.queue().tailLine(), this);
        memory.watch(server.queue().pages().line(RingLayout.CQ_HEAD), this);
        core.wake(atMc);
        core.ledger().idleUntil(atMc);
        core.submit(this);
    }

    void close() {
        closed = true;
        MemorySystem memory = server.kernel().board().memorySystem();
        memory.unwatch(server.queue().tailLine());
        memory.unwatch(server.queue().pages().line(RingLayout.CQ_HEAD));
        stopSkipping(core.clockMc());
        core.resume();
    }

    /** How often it fell asleep. */
    public long sleeps() {
        return sleeps;
    }

    @Override
    public String title() {
        return "polling thread";
    }

    @Override
    public Progress step(Core at) {
        if (closed) {
            return Progress.DONE;
        }
        if (next != null && state == State.POLLING && server.taken() >= ENTRIES_BEFORE_MOVE) {
            return move();
        }
        return switch (state) {
            case POLLING -> turn();
            case SERVING -> serve();
            case FALLING_ASLEEP -> sleep();
            case ASLEEP -> awake();
        };
    }

    /** What it leaves behind in the caches of its old core it finds again, line by line. */
    private Progress move() {
        core.timing().run(server.path("numa.move"));
        long now = core.clockMc();
        core = next;
        next = null;
        look = true;
        core.wake(now);
        core.ledger().idleUntil(now);
        core.submit(this);
        return Progress.DONE;
    }

    private Progress turn() {
        long now = core.clockMc();
        if (readyMc <= now) {
            readyMc = NOTHING;
            return begin();
        }
        boolean impossible = false;
        if (look || !told || unseenMc <= now) {
            look = false;
            unseenMc = NOTHING;
            int pending = server.queue().pending(core.timing());
            impossible = pending < 0;
            if (pending > 0) {
                if (server.queue().room(core.timing())) {
                    left = pending;
                    return begin();
                }
                server.full();
            }
        }
        core.ledger().count(Event.POLL_EMPTY);
        if (idleSinceMc < 0) {
            idleSinceMc = now;
        }
        if (impossible || idleMc > 0 && now - idleSinceMc >= idleMc) {
            core.timing().run(server.path("queue.sleep"));
            server.queue().needWakeup(core.timing(), true);
            state = State.FALLING_ASLEEP;
            return Progress.MORE;
        }
        return fastForward ? skip() : Progress.MORE;
    }

    private Progress begin() {
        core.ledger().count(Event.POLL_HIT);
        idleSinceMc = -1;
        state = State.SERVING;
        return Progress.MORE;
    }

    private Progress serve() {
        if (current == null) {
            current = ready.poll();
        }
        if (current != null) {
            current = current.step(core) == Progress.MORE ? current : null;
        } else if (left > 0 && server.queue().room(core.timing())) {
            left--;
            current = server.take(core);
        } else {
            state = State.POLLING;
            look = true;
        }
        return Progress.MORE;
    }

    /** The flag is up; one more look, so that a submission and the sleep cannot miss each other. */
    private Progress sleep() {
        if (!wakePending && server.queue().pending(core.timing()) <= 0 && ready.isEmpty()) {
            state = State.ASLEEP;
            sleeps++;
            return Progress.PARKED;
        }
        return awake();
    }

    private Progress awake() {
        wakePending = false;
        server.queue().needWakeup(core.timing(), false);
        state = State.POLLING;
        look = true;
        idleSinceMc = -1;
        return Progress.MORE;
    }

    /** A doorbell. */
    void wake(long atMc) {
        if (state == State.ASLEEP) {
            core.wake(atMc);
        } else {
            wakePending = true;
        }
    }

    /** An operation that had to wait can go on. */
    void ready(EntryRun entry, long atMc) {
        ready.add(entry);
        readyMc = Math.min(readyMc, atMc);
        if (state == State.ASLEEP) {
            core.wake(atMc);
        } else {
            resumeFor(atMc);
        }
    }

    @Override
    public void written(long line, long clockMc) {
        unseenMc = Math.min(unseenMc, clockMc);
        resumeFor(clockMc);
    }

    // --- fast-forward

    private Progress skip() {
        if (unseenMc != NOTHING || readyMc != NOTHING) {
            return Progress.MORE;
        }
        skipping = true;
        if (idleMc > 0) {
            long limit = turnAt(idleSinceMc + idleMc);
            deadline = server.kernel().board().timers().arm(limit, this::resumeFor);
        }
        return Progress.PARKED;
    }

    /** The start of the first turn at or after a time. */
    private long turnAt(long mc) {
        long now = core.clockMc();
        return mc <= now ? now : now + Math.ceilDiv(mc - now, turnMc) * turnMc;
    }

    private void resumeFor(long atMc) {
        if (!skipping) {
            return;
        }
        long until = deadline == null ? atMc : Math.min(atMc, deadline.deadlineMc());
        stopSkipping(until);
        core.resume();
        // The writer must not run past the turn that sees the write.
        for (Core other : server.kernel().board().cores()) {
            other.budget().stopSoon();
        }
    }

    private void stopSkipping(long untilMc) {
        account(untilMc);
        skipping = false;
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    /** Counts the empty turns before a time. */
    private void account(long untilMc) {
        long turns = (turnAt(untilMc) - core.clockMc()) / turnMc;
        if (turns > 0) {
            core.ledger().count(Event.POLL_EMPTY, turns);
        }
    }

    /**
     * Brings the account up to a time, for a snapshot or because the run is over: as far as it is
     * certain that all turns until then are empty.
     */
    public void settle(long atMc) {
        boolean certain =
                told
                        && state == State.POLLING
                        && !look
                        && unseenMc == NOTHING
                        && readyMc == NOTHING;
        if (certain) {
            account(idleMc > 0 ? Math.min(atMc, idleSinceMc + idleMc) : atMc);
        }
    }
}
