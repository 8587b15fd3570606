package org.rustos.channels.channel;

import org.rustos.channels.queue.QueueServer;
import org.rustos.channels.request.BatchService;
import org.rustos.channels.request.RequestDecoder;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.CapabilityHandles;
import org.rustos.kernel.op.HandleSpace;
import org.rustos.kernel.preload.Preloading;

/** What the entries of a channel mean: operations on capabilities of the process, or batches. */
final class ChannelProtocol implements QueueServer.Protocol {
    private final RustosProcess process;
    private final BatchService batches;

    /**
     * The protocol of one process.
     *
     * @param batches whether an entry may carry many operations
     */
    ChannelProtocol(RustosProcess process, boolean batches) {
        this.process = process;
        this.batches =
                batches
                        ? new BatchService(
                                process.kernel().userMemory(),
                                new RequestDecoder(true),
                                process.ops(),
                                this::handles)
                        : null;
    }

    @Override
    public HandleSpace handles(RequestDecoder.Decoded decoded, long site) {
        return new CapabilityHandles(process.table(), decoded.op(), decoded.stated(), site);
    }

    @Override
    public void answered(Caller caller) {
        Preloading preloading = process.table().preloading();
        if (preloading != null) {
            preloading.ahead(caller);
        }
    }

    @Override
    public BatchService batches() {
        return batches;
    }
}
