package org.rustos.channels.queue;

import org.rustos.channels.abi.OpCode;
import org.rustos.channels.request.BatchRun;
import org.rustos.channels.request.BatchService;
import org.rustos.channels.request.Request;
import org.rustos.channels.request.RequestDecoder;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.core.timing.KernelPath;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.RequestObserver;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.HandleSpace;
import org.rustos.kernel.op.KernelOp;
import org.rustos.kernel.op.OpExecutor;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;
import org.rustos.kernel.process.WaitQueue;

import java.io.Serializable;

/** Takes entries of one queue and serves them on behalf of one thread, on whichever core pays. */
public final class QueueServer implements RequestObserver.Queue {
    /** What entries mean and how their handles are looked up. */
    public interface Protocol extends Serializable {
        /**
         * The handles that one decoded operation sees.
         *
         * @param site the word that the sender put into its entry, to know the completion by: as
         *     good as a call site
         */
        HandleSpace handles(RequestDecoder.Decoded decoded, long site);

        /** A completion was published; the caller waits for nothing that happens here. */
        default void answered(Caller caller) {}

        /** How batches are served, or null if there are none: then they are no operation. */
        default BatchService batches() {
            return null;
        }

        /** The next step of an operation is taken now. */
        default void serving(long nowMc) {}
    }

    private final Kernel kernel;
    private final UserThread thread;
    private final SharedQueue queue;
    private final RequestDecoder decoder;
    private final OpExecutor ops;
    private final Protocol protocol;
    private final WaitQueue readers = new WaitQueue();
    private PollingThread poller;
    private Core lastCore;
    private int inFlight;
    private boolean closed;
    private long taken;
    private long refused;
    private long fullTurns;
    private long batches;
    private long batched;

    /**
     * A server of one queue.
     *
     * @param thread whose address space and rights the operations have
     */
    public QueueServer(
            Kernel kernel,
            UserThread thread,
            SharedQueue queue,
            RequestDecoder decoder,
            OpExecutor ops,
            Protocol protocol) {
        this.kernel = kernel;
        this.thread = thread;
        this.queue = queue;
        this.decoder = decoder;
        this.ops = ops;
        this.protocol = protocol;
        if (kernel.requests() != null) {
            kernel.requests().opened(this);
        }
    }

    @Override
    public Process process() {
        return thread.process();
    }

    @Override
    public long submitted() {
        return closed ? taken : taken + Math.clamp(queue.waiting(), 0, queue.entries());
    }

    @Override
    public long unread() {
        return closed ? 0 : queue.unread();
    }

    @Override
    public int entries() {
        return queue.entries();
    }

    public Kernel kernel() {
        return kernel;
    }

    public SharedQueue queue() {
        return queue;
    }

    public UserThread thread() {
        return thread;
    }

    /** The polling thread that serves it, or null: then it is served where it is rung. */
    public PollingThread poller() {
        return poller;
    }

    void poller(PollingThread next) {
        poller = next;
    }

    /** Entries taken so far. */
    public long taken() {
        return taken;
    }

    /** Entries that were no operation at all. */
    public long refused() {
        return refused;
    }

    /** How often the server stood still because completions had no place. */
    public long fullTurns() {
        return fullTurns;
    }

    /** Entries that carried many operations. */
    public long batches() {
        return batches;
    }

    /** Operations that they carried. */
    public long batched() {
        return batched;
    }

    /** The process is over: entries on their way end without a trace. */
    public void close() {
        if (!closed) {
            closed = true;
            queue.pages().release();
            if (poller != null) {
                poller.close();
            }
        }
    }

    boolean closed() {
        return closed;
    }

    KernelPath path(String name) {
        return kernel.paths().get(name);
    }

    Caller caller(Core core, HandleSpace handles) {
        return new Caller(thread, core, kernel.paths(), handles);
    }

    RequestDecoder.Decoded decode(Request request) {
        RequestDecoder.Decoded decoded = decoder.decode(request);
        if (decoded.op() == null) {
            refused++;
        }
        return decoded;
    }

    /** Begins a batch if an entry is one, else null. */
    OpRun batch(Request request) {
        BatchService service = protocol.batches();
        return service != null && BatchService.isBatch(request) ? service.begin(request) : null;
    }

    /** A batch is over. */
    void batched(BatchRun batch) {
        batches++;
        batched += batch.begun();
    }

    HandleSpace handles(RequestDecoder.Decoded decoded, long site) {
        return protocol.handles(decoded, site);
    }

    /** An entry is answered; what may be done ahead of the next one is done now. */
    void answered(Core core) {
        protocol.answered(caller(core, null));
    }

    void serving(Core core) {
        protocol.serving(core.clockMc());
    }

    OpRun begin(KernelOp op) {
        return ops.begin(op);
    }

    /** True if nothing taken is still on its way. */
    boolean idle() {
        return inFlight == 0;
    }

    /** Takes the next entry; the caller has asked the queue for pending and room. */
    EntryRun take(Core core) {
        core.timing().run(path("queue.take"));
        lastCore = core;
        Submission entry = queue.take(core.timing());
        long number = taken;
        taken++;
        inFlight++;
        if (kernel.requests() != null) {
            int code = entry.request().opcode();
            String operation = code < OpCode.COUNT ? OpCode.name(code) : "unknown";
            kernel.requests().taken(core, this, number, operation);
        }
        return new EntryRun(this, entry, number);
    }

    /** There is a submission whose completion has no place: back-pressure. */
    void full() {
        fullTurns++;
    }

    void completed(Core core, long number) {
        inFlight--;
        if (kernel.requests() != null) {
            kernel.requests().completed(core, this, number);
        }
        readers.wakeAll(core.clockMc());
    }

    /** Tells once that a completion was published. */
    void await(WaitQueue.Waiter waiter) {
        readers.add(waiter);
    }

    /** An operation that had to wait can go on: where entries are served. */
    void resume(EntryRun entry, long atMc) {
        if (closed) {
            return;
        }
        if (poller != null) {
            poller.ready(entry, atMc);
            return;
        }
        Core core = lastCore;
        kernel.board()
                .timers()
                .arm(
                        atMc,
                        now -> {
                            core.wake(now);
                            core.submit(new Continuation(entry));
                        });
    }

    /** The rest of an entry that waited, on the core that took it. */
    private record Continuation(EntryRun entry) implements Work {
        @Override
        public Progress step(Core core) {
            Progress progress = entry.step(core);
            return progress == Progress.MORE ? progress : Progress.DONE;
        }
    }
}
