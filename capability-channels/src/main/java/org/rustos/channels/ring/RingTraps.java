package org.rustos.channels.ring;

import org.rustos.channels.abi.RingLayout;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.queue.EnterWork;
import org.rustos.channels.queue.QueueServer;
import org.rustos.channels.request.RequestDecoder;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.kernel.CallFront;
import org.rustos.kernel.CallWork;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.linux.LinuxSyscalls;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.HandleSpace;
import org.rustos.kernel.op.RefusedRun;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** RING_SETUP and RING_ENTER before the Linux ABI of a process; every other call goes there. */
final class RingTraps implements CallFront {
    /** Rings that one process may have. */
    static final int LIMIT = 16;

    private final Kernel kernel;
    private final Process process;
    private final CallFront linux;
    private final Core pollingCore;
    private final boolean fastForward;
    private final List<QueueServer> rings = new ArrayList<>();
    private boolean polled;
    private long enters;

    RingTraps(Kernel kernel, Process process, Core pollingCore, boolean fastForward) {
        this.kernel = kernel;
        this.process = process;
        this.linux = process.front();
        this.pollingCore = pollingCore;
        this.fastForward = fastForward;
        process.front(this);
    }

    Kernel kernel() {
        return kernel;
    }

    /** Entries have the descriptors of the process, and are its own calls. */
    QueueServer.Protocol protocol() {
        return new QueueServer.Protocol() {
            @Override
            public HandleSpace handles(RequestDecoder.Decoded decoded, long site) {
                return process.handles();
            }

            @Override
            public void serving(long nowMc) {
                LinuxSyscalls.serving(linux, nowMc);
            }
        };
    }

    List<QueueServer> rings() {
        return rings;
    }

    boolean fastForward() {
        return fastForward;
    }

    /** The core of the one polling thread, or null if it is taken or there is none. */
    Core pollingCore() {
        return polled ? null : pollingCore;
    }

    void polled() {
        polled = true;
    }

    @Override
    public void called(Core core, UserThread thread, long number) {
        if (number == TrapNumbers.RING_SETUP) {
            core.submit(
                    new CallWork(
                            kernel,
                            thread,
                            process.handles(),
                            new SetupRun(this, thread.context().argument(0)),
                            CallWork.Shape.SYSCALL));
        } else if (number == TrapNumbers.RING_ENTER) {
            enter(core, thread);
        } else {
            linux.called(core, thread, number);
        }
    }

    private void enter(Core core, UserThread thread) {
        enters++;
        HartContext registers = thread.context();
        long id = registers.argument(0);
        long submit = registers.argument(1);
        long completions = registers.argument(2);
        long flags = registers.argument(3);
        long known = RingLayout.ENTER_GET_EVENTS | RingLayout.ENTER_WAKEUP;
        if (id < 0 || id >= rings.size()) {
            refuse(core, thread, Errno.EBADF);
        } else if ((flags & ~known) != 0 || submit < 0 || completions < 0) {
            refuse(core, thread, Errno.EINVAL);
        } else {
            boolean waits = (flags & RingLayout.ENTER_GET_EVENTS) != 0;
            core.submit(
                    new EnterWork(
                            rings.get((int) id),
                            thread,
                            new EnterWork.Ask(
                                    "queue.enter",
                                    submit,
                                    waits ? completions : 0,
                                    (flags & RingLayout.ENTER_WAKEUP) != 0,
                                    true)));
        }
    }

    private void refuse(Core core, UserThread thread, Errno error) {
        core.submit(
                new CallWork(
                        kernel,
                        thread,
                        process.handles(),
                        new RefusedRun(error),
                        CallWork.Shape.SYSCALL));
    }

    @Override
    public boolean faulted(Core core, UserThread thread, Trap trap) {
        return linux.faulted(core, thread, trap);
    }

    @Override
    public void exited(UserThread thread) {
        rings.forEach(QueueServer::close);
        linux.exited(thread);
    }

    void count(SortedMap<String, Long> counters) {
        counters.put("ring.enters", enters);
        counters.put("ring.entries", rings.stream().mapToLong(QueueServer::taken).sum());
        counters.put("ring.refused", rings.stream().mapToLong(QueueServer::refused).sum());
        counters.put("ring.full", rings.stream().mapToLong(QueueServer::fullTurns).sum());
        counters.put(
                "ring.sleeps",
                rings.stream()
                        .filter(ring -> ring.poller() != null)
                        .mapToLong(ring -> ring.poller().sleeps())
                        .sum());
    }
}
