package org.rustos.channels.queue;

import org.rustos.channels.request.BatchRun;
import org.rustos.channels.request.RequestDecoder;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.kernel.Flaw;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.HandleSpace;
import org.rustos.kernel.op.KernelOp;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.op.RefusedRun;

/** One entry on its way: decoded, executed, its completion filled and published; visible steps. */
public final class EntryRun {
    private enum Phase {
        DECODE,
        EXECUTE,
        FILL,
        PUBLISH,
        OVER
    }

    /** Of an operation: the fetch of its arguments, and the check. */
    private static final int STEPS_OF_CHECK = 2;

    private final QueueServer server;
    private final Submission entry;
    private final long number;
    private Phase phase = Phase.DECODE;
    private int steps;
    private OpRun op;
    private HandleSpace handles;

    EntryRun(QueueServer server, Submission entry, long number) {
        this.server = server;
        this.entry = entry;
        this.number = number;
    }

    /**
     * Does the next step on the core that serves.
     *
     * @return MORE, DONE when the completion is published, or PARKED when the operation waits: the
     *     server is told when it can go on
     */
    Work.Progress step(Core core) {
        if (server.closed()) {
            return Work.Progress.DONE;
        }
        switch (phase) {
            case DECODE -> decode(core);
            case EXECUTE -> {
                server.serving(core);
                Work.Progress progress = op.step(server.caller(core, handles));
                if (progress == Work.Progress.PARKED) {
                    return progress;
                }
                phase = progress == Work.Progress.DONE ? Phase.FILL : phase;
                if (progress == Work.Progress.MORE && ++steps == STEPS_OF_CHECK) {
                    checked(core);
                }
            }
            case FILL -> {
                if (op instanceof BatchRun batch) {
                    server.batched(batch);
                }
                core.timing().run(server.path("queue.complete"));
                server.queue().fill(core.timing(), entry.userData(), op.result().word());
                phase = Phase.PUBLISH;
            }
            case PUBLISH -> {
                server.queue().publish(core.timing());
                phase = Phase.OVER;
                server.completed(core, number);
                server.answered(core);
            }
            case OVER -> throw new IllegalStateException("entry is over");
        }
        return phase == Phase.OVER ? Work.Progress.DONE : Work.Progress.MORE;
    }

    /** Whether its operation may take long. */
    boolean preemptible() {
        return op != null && op.preemptible();
    }

    /** A flawed kernel looks at the shared entry again now and goes on with what it says. */
    private void checked(Core core) {
        if (!server.thread().process().omits(Flaw.DOUBLE_FETCH)) {
            return;
        }
        RequestDecoder.Decoded again = server.decode(server.queue().again(core.timing()));
        if (again.op() instanceof KernelOp.Read) {
            handles = new Unchecked(server.handles(again, entry.userData()));
            op = server.begin(again.op());
            op.onWake(atMc -> server.resume(this, atMc));
        }
    }

    private void decode(Core core) {
        core.timing().run(server.path("queue.decode"));
        phase = Phase.EXECUTE;
        op = server.batch(entry.request());
        if (op != null) {
            op.onWake(atMc -> server.resume(this, atMc));
            return;
        }
        RequestDecoder.Decoded decoded = server.decode(entry.request());
        if (decoded.error() == Errno.OK) {
            handles = server.handles(decoded, entry.userData());
            op = server.begin(decoded.op());
            op.onWake(atMc -> server.resume(this, atMc));
        } else {
            op = new RefusedRun(decoded.error());
        }
    }
}
