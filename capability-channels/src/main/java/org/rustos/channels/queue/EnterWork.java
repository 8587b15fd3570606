package org.rustos.channels.queue;

import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;

/**
 * A trap about a queue: entry path, take what is submitted on the caller's core, wait for
 * completions if asked, exit path.
 */
public final class EnterWork implements Work {
    /**
     * What is asked.
     *
     * @param check path of the trap's own validation
     * @param submit most entries to take; 0 leaves them to the poller or a later trap
     * @param completions unread ones to wait for; 0 does not wait
     * @param wakeup wake the polling thread
     * @param returnsTaken the result is the number of entries taken; otherwise 0
     */
    public record Ask(
            String check, long submit, long completions, boolean wakeup, boolean returnsTaken) {}

    private enum Phase {
        ENTRY,
        CHECK,
        DRAIN,
        WAIT,
        EXIT
    }

    private final QueueServer server;
    private final UserThread thread;
    private final Ask ask;
    private Phase phase = Phase.ENTRY;
    private EntryRun current;
    private long goal;
    private long taken;
    private Errno error = Errno.OK;

    public EnterWork(QueueServer server, UserThread thread, Ask ask) {
        this.server = server;
        this.thread = thread;
        this.ask = ask;
    }

    @Override
    public Progress step(Core core) {
        if (server.closed()) {
            return Progress.DONE;
        }
        switch (phase) {
            case ENTRY -> {
                core.timing().run(server.path("syscall.entry"));
                phase = Phase.CHECK;
            }
            case CHECK -> check(core);
            case DRAIN -> {
                drain(core);
                if (current != null
                        && current.preemptible()
                        && server.kernel().scheduler().preempted(core, thread, this)) {
                    return Progress.DONE;
                }
            }
            case WAIT -> {
                return await(core);
            }
            case EXIT -> {
                if (thread.state() == UserThread.State.RUNNING) {
                    long value = ask.returnsTaken() ? taken : 0;
                    thread.context().result(error == Errno.OK ? value : error.negative());
                    core.timing().run(server.path("syscall.exit"));
                }
                return Progress.DONE;
            }
        }
        return Progress.MORE;
    }

    private void refuse(Errno why) {
        error = why;
        phase = Phase.EXIT;
    }

    private void check(Core core) {
        core.timing().run(server.path(ask.check()));
        phase = Phase.DRAIN;
        if (ask.wakeup() && server.poller() != null) {
            core.timing().run(server.path("schedule.wake"));
            server.poller().wake(core.clockMc());
        }
        int pending = server.queue().pending(core.timing());
        if (pending < 0) {
            refuse(Errno.EINVAL);
        } else if (server.poller() == null) {
            goal = Math.min(ask.submit(), pending);
        }
    }

    private void drain(Core core) {
        if (current != null) {
            Progress progress = current.step(core);
            // What waits goes on by itself; the entries behind it need not wait with it.
            current = progress == Progress.MORE ? current : null;
        } else if (taken == goal) {
            phase = Phase.WAIT;
        } else if (server.queue().room(core.timing())) {
            current = server.take(core);
            taken++;
        } else {
            server.full();
            phase = Phase.WAIT;
        }
    }

    private Progress await(Core core) {
        if (ask.completions() == 0) {
            phase = Phase.EXIT;
            return Progress.MORE;
        }
        core.timing().run(server.path("queue.wait"));
        int unread = server.queue().unread(core.timing());
        if (unread < 0) {
            refuse(Errno.EINVAL);
            return Progress.MORE;
        }
        boolean polled = server.poller() != null && server.queue().waiting() > 0;
        if (unread >= Math.min(ask.completions(), server.queue().entries())
                || server.idle() && !polled) {
            // Enough is there, or nothing is on its way that could still come.
            phase = Phase.EXIT;
            return Progress.MORE;
        }
        server.await(atMc -> server.kernel().scheduler().ready(thread, atMc));
        server.kernel().scheduler().block(core, this);
        return Progress.DONE;
    }
}
