package org.rustos.core.machine;

import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.HartExit;

import java.util.Arrays;
import java.util.List;

/**
 * Runs N cores deterministically on one host thread: always the core with the earliest local clock,
 * ties by id, and never past the clock of the next one.
 */
public final class Machine {
    private final List<Core> cores;
    private final Supervisor supervisor;
    private final Timers timers;
    private transient MachineObserver[] observers = {};
    private transient long limitMc = Long.MAX_VALUE;
    private transient long pauseMc = Long.MAX_VALUE;
    private transient Outside outside;
    private transient long outsideMc;
    private String failure = "";
    private SpinWatch spins;

    public Machine(List<Core> cores, Supervisor supervisor, Timers timers) {
        this.cores = List.copyOf(cores);
        this.supervisor = supervisor;
        this.timers = timers;
    }

    public List<Core> cores() {
        return cores;
    }

    public void observe(MachineObserver observer) {
        observers = Arrays.copyOf(observers, observers.length + 1);
        observers[observers.length - 1] = observer;
    }

    /**
     * Ends the run as a deadlock when all cores spin for ever; otherwise only the limit ends it.
     */
    public void recognise(SpinWatch watch) {
        spins = watch;
    }

    /** Stops the run when every core has reached this time. */
    public void limitMc(long mc) {
        limitMc = mc;
    }

    /**
     * Lets the world outside take part; before the run. Cores that spin may wait for it, so that
     * they are no deadlock any more.
     */
    public void open(Outside world) {
        outside = world;
        spins = null;
    }

    /** The engine's message after {@link ExitReason#ENGINE}, else empty. */
    public String failure() {
        return failure;
    }

    /** Runs until there is a reason to stop. */
    public ExitReason run() {
        while (true) {
            ExitReason reason = runUntil(Long.MAX_VALUE);
            if (reason != null) {
                return reason;
            }
        }
    }

    /**
     * Runs until every core has reached a time, or there is a reason to stop. Running on gives the
     * same as never having paused.
     *
     * @param mc millicycles; the machine pauses at the first step that would begin then or later
     * @return null if it paused
     */
    public ExitReason runUntil(long mc) {
        pauseMc = mc;
        ExitReason reason = loop();
        if (reason == null) {
            return null;
        }
        for (MachineObserver observer : observers) {
            observer.stopped(reason);
        }
        return reason;
    }

    /** Pauses before the next step, when an observer asks for it. */
    public void pause() {
        pauseMc = Long.MIN_VALUE;
    }

    private ExitReason loop() {
        while (!supervisor.finished()) {
            Core core = earliest(null);
            long timer = timers.next();
            if (core == null && outside != null && idle(timer)) {
                continue;
            }
            if (core == null && timer == Long.MAX_VALUE) {
                return ExitReason.DEADLOCK;
            }
            long now = core == null ? timer : core.clockMc();
            if (Math.min(now, timer) >= limitMc) {
                return ExitReason.CYCLE_LIMIT;
            }
            if (Math.min(now, timer) >= pauseMc) {
                return null;
            }
            if (timer <= now) {
                disturbed();
                timers.fireNext();
            } else if (outside != null && now >= outsideMc) {
                outsideMc = now + outside.periodMc();
                outside.running(now);
            } else {
                ExitReason reason = advance(core, timer);
                if (reason != null) {
                    return reason;
                }
            }
        }
        return ExitReason.FINISHED;
    }

    private boolean idle(long timer) {
        long last = 0;
        for (Core core : cores) {
            last = Math.max(last, core.clockMc());
        }
        return outside.idle(last, timer == Long.MAX_VALUE ? timer : Math.min(timer, limitMc));
    }

    /** The earliest core that is not parked, other than one. */
    private Core earliest(Core except) {
        Core first = null;
        for (Core core : cores) {
            if (core != except
                    && !core.parked()
                    && (first == null || core.clockMc() < first.clockMc())) {
                first = core;
            }
        }
        return first;
    }

    private void disturbed() {
        if (spins != null) {
            spins.disturbed();
        }
    }

    /** Null to go on. */
    private ExitReason advance(Core core, long timerMc) {
        Work work = core.current();
        if (work != null) {
            disturbed();
            for (MachineObserver observer : observers) {
                observer.stepping(core, work);
            }
            Work.Progress progress = work.step(core);
            for (MachineObserver observer : observers) {
                observer.stepped(core, work, progress);
            }
            switch (progress) {
                case MORE -> {}
                case DONE -> core.finished();
                case PARKED -> core.park();
            }
            return null;
        }
        if (core.context() == null) {
            dispatch(core);
            return null;
        }
        return runUser(core, timerMc);
    }

    private void dispatch(Core core) {
        disturbed();
        for (MachineObserver observer : observers) {
            observer.dispatching(core);
        }
        boolean given = supervisor.dispatch(core);
        for (MachineObserver observer : observers) {
            observer.dispatched(core);
        }
        if (!given && core.current() == null) {
            core.park();
        }
    }

    private ExitReason runUser(Core core, long timerMc) {
        Core next = earliest(core);
        long horizon = Math.min(timerMc, Math.min(limitMc, Math.max(pauseMc, 0)));
        if (next != null) {
            // A tie goes to the lower id, so this core may run through the other's clock only then.
            long other = next.clockMc() + (core.id() < next.id() ? 1 : 0);
            horizon = Math.min(horizon, Math.max(other, core.clockMc() + 1));
        }
        if (spins != null) {
            horizon = Math.min(horizon, Math.max(spins.horizon(core), core.clockMc() + 1));
        }
        if (outside != null) {
            horizon = Math.min(horizon, outsideMc);
        }
        HartContext context = core.context();
        for (MachineObserver observer : observers) {
            observer.running(core, context);
            horizon = Math.min(horizon, Math.max(observer.nextLookMc(), core.clockMc() + 1));
        }
        core.budget().horizonMc(horizon);
        HartExit exit = core.hart().run(context, core.budget());
        for (MachineObserver observer : observers) {
            observer.ran(core, context);
        }
        return switch (exit) {
            case HartExit.BudgetSpent _ ->
                    spins != null && spins.stuck(core) ? ExitReason.DEADLOCK : null;
            case HartExit.Trapped trapped -> {
                disturbed();
                for (MachineObserver observer : observers) {
                    observer.trapped(core, context, trapped.trap());
                }
                supervisor.trapped(core, trapped.trap());
                yield null;
            }
            case HartExit.EngineFailed failed -> {
                failure = failed.message();
                yield ExitReason.ENGINE;
            }
        };
    }
}
