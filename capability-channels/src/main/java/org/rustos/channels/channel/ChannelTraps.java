package org.rustos.channels.channel;

import org.rustos.channels.Settings;
import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.queue.EnterWork;
import org.rustos.channels.queue.PollingCore;
import org.rustos.channels.queue.PollingThread;
import org.rustos.channels.queue.Producers;
import org.rustos.channels.queue.QueuePages;
import org.rustos.channels.queue.QueueServer;
import org.rustos.channels.queue.SharedQueue;
import org.rustos.channels.request.BatchService;
import org.rustos.channels.request.RequestDecoder;
import org.rustos.channels.trap.Bootstrap;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.channels.trap.TrapHandler;
import org.rustos.core.machine.Core;
import org.rustos.kernel.Flaw;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.cap.ObjectHeader;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;

import java.util.SortedMap;

/** The kernel side of a channel: made at bootstrap, rung by two argument-free traps. */
public final class ChannelTraps implements TrapHandler {
    private static final int NANOS_PER_MICRO = 1000;

    /** Core for its polling thread, or null: polling cannot be had then. */
    private final Core pollingCore;

    private final Core nextCore;
    private final boolean fastForward;
    private final boolean batches;
    private QueueServer server;
    private long doorbells;
    private long waits;

    /**
     * A channel that is not there yet.
     *
     * @param settings of the mechanism that it belongs to
     */
    public ChannelTraps(Kernel kernel, Settings settings) {
        this.pollingCore = PollingCore.of(kernel, settings);
        this.nextCore = PollingCore.next(kernel, settings);
        this.fastForward = PollingCore.fastForward(settings);
        this.batches = settings.on(BatchService.SWITCH);
    }

    @Override
    public int offers() {
        return pollingCore == null
                ? BootstrapLayout.WANT_CHANNEL
                : BootstrapLayout.WANT_CHANNEL | BootstrapLayout.WANT_POLL;
    }

    @Override
    public Bootstrap.Outcome provide(Bootstrap bootstrap) {
        RustosProcess process = bootstrap.process();
        Kernel kernel = process.kernel();
        bootstrap.caller().charge("queue.setup");
        QueuePages pages = QueuePages.allocate(kernel);
        if (pages == null) {
            return new Bootstrap.Outcome(Errno.ENOMEM);
        }
        long address = pages.map(process.process());
        if (address == 0) {
            pages.release();
            return new Bootstrap.Outcome(Errno.ENOMEM);
        }
        server =
                new QueueServer(
                        kernel,
                        bootstrap.caller().thread(),
                        new SharedQueue(
                                pages,
                                bootstrap.entries(),
                                Producers.ONE,
                                process.process().omits(Flaw.TAIL)),
                        new RequestDecoder(true),
                        process.ops(),
                        new ChannelProtocol(process, batches));
        ChannelObject object =
                new ChannelObject(server, new ObjectHeader(kernel.heap().allocate(2)));
        bootstrap
                .block()
                .putInt(
                        BootstrapLayout.BLOCK_CHANNEL,
                        (int) process.grant(object, Rights.READ.or(Rights.WRITE)))
                .putLong(BootstrapLayout.BLOCK_CHANNEL_ADDRESS, address)
                .putInt(BootstrapLayout.BLOCK_CHANNEL_ENTRIES, bootstrap.entries());
        if (bootstrap.wants(BootstrapLayout.WANT_POLL)) {
            long idleMc = kernel.nanosToMc(bootstrap.idleMicros() * NANOS_PER_MICRO);
            PollingThread poller = new PollingThread(server, pollingCore, idleMc, fastForward);
            kernel.onSettle(poller::settle);
            poller.movesTo(nextCore);
            poller.start(bootstrap.caller().nowMc());
        }
        return Bootstrap.Outcome.OK;
    }

    @Override
    public boolean called(Core core, UserThread thread, long number) {
        if (server == null) {
            return false;
        }
        if (number == TrapNumbers.CHANNEL_DOORBELL) {
            doorbells++;
            core.submit(
                    new EnterWork(
                            server,
                            thread,
                            new EnterWork.Ask("channel.doorbell", Long.MAX_VALUE, 0, true, true)));
            return true;
        }
        if (number == TrapNumbers.CHANNEL_WAIT) {
            waits++;
            core.submit(
                    new EnterWork(
                            server,
                            thread,
                            new EnterWork.Ask("channel.doorbell", 0, 1, false, false)));
            return true;
        }
        return false;
    }

    @Override
    public void exited() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public void count(SortedMap<String, Long> counters) {
        counters.put("channel.doorbells", doorbells);
        counters.put("channel.waits", waits);
        if (server != null) {
            counters.put("channel.entries", server.taken());
            counters.put("channel.refused", server.refused());
            counters.put("channel.full", server.fullTurns());
            if (server.batches() != 0) {
                counters.put("channel.batches", server.batches());
                counters.put("channel.batched", server.batched());
            }
            if (server.poller() != null) {
                counters.put("channel.sleeps", server.poller().sleeps());
            }
        }
    }
}
