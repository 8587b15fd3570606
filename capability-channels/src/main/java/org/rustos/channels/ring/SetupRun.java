package org.rustos.channels.ring;

import org.rustos.channels.abi.RingLayout;
import org.rustos.channels.queue.PollingThread;
import org.rustos.channels.queue.Producers;
import org.rustos.channels.queue.QueuePages;
import org.rustos.channels.queue.QueueServer;
import org.rustos.channels.queue.SharedQueue;
import org.rustos.channels.request.MechanismOps;
import org.rustos.channels.request.RequestDecoder;
import org.rustos.core.machine.Work;
import org.rustos.kernel.Flaw;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.PhasedOp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** RING_SETUP: parameters in, shared pages mapped, parameters out. */
final class SetupRun extends PhasedOp {
    private static final int NANOS_PER_MICRO = 1000;

    private final RingTraps traps;
    private final long address;
    private final ByteBuffer params =
            ByteBuffer.allocate(RingLayout.PARAMS_SIZE).order(ByteOrder.LITTLE_ENDIAN);

    SetupRun(RingTraps traps, long address) {
        this.traps = traps;
        this.address = address;
    }

    @Override
    protected Errno fetch(Caller caller) {
        return traps.kernel()
                .userMemory()
                .read(caller, address, params.array(), 0, params.capacity());
    }

    private boolean polls() {
        return (params.getInt(RingLayout.PARAMS_FLAGS) & RingLayout.SETUP_POLL) != 0;
    }

    private Producers producers(Caller caller) {
        if ((params.getInt(RingLayout.PARAMS_FLAGS) & RingLayout.SETUP_PRODUCERS) == 0) {
            return Producers.ONE;
        }
        return caller.omits(Flaw.LAP) ? Producers.ANY_LAP : Producers.SEVERAL;
    }

    @Override
    protected Errno check(Caller caller) {
        int flags = params.getInt(RingLayout.PARAMS_FLAGS);
        if (flags < 0
                || flags > RingLayout.SETUP_PRODUCERS
                || !SharedQueue.validSize(params.getInt(RingLayout.PARAMS_ENTRIES))) {
            return Errno.EINVAL;
        }
        if (traps.rings().size() >= RingTraps.LIMIT) {
            return Errno.EMFILE;
        }
        return polls() && traps.pollingCore() == null ? Errno.ENODEV : Errno.OK;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        Kernel kernel = traps.kernel();
        caller.charge("queue.setup");
        QueuePages pages = QueuePages.allocate(kernel);
        long at = pages == null ? 0 : pages.map(caller.process());
        if (at == 0) {
            if (pages != null) {
                pages.release();
            }
            finish(OpResult.failed(Errno.ENOMEM));
            return Work.Progress.DONE;
        }
        QueueServer server =
                new QueueServer(
                        kernel,
                        caller.thread(),
                        new SharedQueue(
                                pages,
                                params.getInt(RingLayout.PARAMS_ENTRIES),
                                producers(caller),
                                caller.omits(Flaw.TAIL)),
                        new RequestDecoder(false),
                        new MechanismOps(kernel, null, null),
                        traps.protocol());
        if (polls()) {
            long micros = Integer.toUnsignedLong(params.getInt(RingLayout.PARAMS_IDLE_MICROS));
            PollingThread poller =
                    new PollingThread(
                            server,
                            traps.pollingCore(),
                            kernel.nanosToMc(micros * NANOS_PER_MICRO),
                            traps.fastForward());
            kernel.onSettle(poller::settle);
            poller.start(caller.nowMc());
            traps.polled();
        }
        params.putInt(RingLayout.PARAMS_RING_ID, traps.rings().size());
        params.putLong(RingLayout.PARAMS_ADDRESS, at);
        traps.rings().add(server);
        finish(OpResult.of(0));
        return Work.Progress.DONE;
    }

    @Override
    protected Errno publish(Caller caller) {
        return traps.kernel()
                .userMemory()
                .write(caller, address, params.array(), 0, params.capacity());
    }
}
