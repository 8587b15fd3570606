package org.rustos.channels.trap;

import org.rustos.channels.Mechanism;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.grant.GrantWindow;
import org.rustos.channels.request.MechanismOps;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.kernel.CallFront;
import org.rustos.kernel.CallWork;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.op.Capabilities;
import org.rustos.kernel.op.CapabilityTable;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpExecutor;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.op.RefusedRun;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A process of the RustOS ABI: its capabilities, the three emergency calls, and whatever traps its
 * mechanism adds. Every other number is refused.
 */
public final class RustosProcess implements CallFront, Mechanism.Bound {
    private final Kernel kernel;
    private final Process process;
    private final CapabilityTable table;
    private final OpExecutor ops;
    private final GrantWindow grants;
    private final List<TrapHandler> handlers;
    private final byte[] tiers;
    private final OpenFile console;
    private final SortedMap<String, Long> counters = new TreeMap<>();
    private boolean acquired;
    private boolean over;

    /**
     * Makes a freshly loaded process one of the RustOS ABI.
     *
     * @param grantKey protection key of granted pages; 0 without a protected domain
     * @param tiers the tier of each operation, as the block tells
     * @param handlers what the mechanism adds
     */
    public RustosProcess(
            Mechanism.Binding binding,
            Capabilities capabilities,
            int grantKey,
            byte[] tiers,
            List<TrapHandler> handlers) {
        this.kernel = binding.kernel();
        this.process = binding.process();
        int slots = kernel.config().maxHandles();
        this.table =
                new CapabilityTable(
                        capabilities,
                        process.id(),
                        slots,
                        process.objectLine(),
                        kernel.heap().allocate(CapabilityTable.lines(slots)));
        this.grants = new GrantWindow(kernel, process, table, grantKey);
        this.ops = new MechanismOps(kernel, grants, capabilities);
        this.handlers = List.copyOf(handlers);
        this.tiers = tiers.clone();
        this.console = new OpenFile(kernel.streams().out(), OpenFlags.READ_WRITE, "/dev/console");
        process.front(this);
    }

    public Kernel kernel() {
        return kernel;
    }

    public Process process() {
        return process;
    }

    public CapabilityTable table() {
        return table;
    }

    public OpExecutor ops() {
        return ops;
    }

    public GrantWindow grants() {
        return grants;
    }

    List<TrapHandler> handlers() {
        return handlers;
    }

    byte[] tiers() {
        return tiers;
    }

    OpenFile console() {
        return console;
    }

    boolean acquired() {
        return acquired;
    }

    /** The first bootstrap with wants; a second is refused. */
    void acquire() {
        acquired = true;
    }

    /** The kernel's first grants; the handle, or 0 when the table is full. */
    public long grant(KernelObject object, Rights rights) {
        CapResult result = table.grant(object, rights);
        return result instanceof CapResult.Granted granted ? granted.handle() : 0;
    }

    /** Counts one event of the mechanism by name. */
    public void count(String what) {
        counters.merge(what, 1L, Long::sum);
    }

    @Override
    public void called(Core core, UserThread thread, long number) {
        for (TrapHandler handler : handlers) {
            if (handler.called(core, thread, number)) {
                return;
            }
        }
        if (number == TrapNumbers.ABORT) {
            count("emergency.abort");
            core.submit(new AbortWork(kernel, thread, thread.context().argument(0)));
            return;
        }
        OpRun run;
        if (number == TrapNumbers.ACQUIRE_INITIAL_CAPABILITIES) {
            count("emergency.acquire");
            run = new AcquireRun(this, thread.context().argument(0));
        } else if (number == TrapNumbers.DEBUG_PRINT) {
            count("emergency.print");
            run = new PrintRun(this, thread.context().argument(0), thread.context().argument(1));
        } else {
            count("refused");
            run = new RefusedRun(Errno.ENOSYS);
        }
        submit(core, thread, run);
    }

    /** Serves a trap that carries one operation. */
    void submit(Core core, UserThread thread, OpRun run) {
        core.submit(new CallWork(kernel, thread, null, run, CallWork.Shape.SYSCALL));
    }

    @Override
    public boolean faulted(Core core, UserThread thread, Trap trap) {
        for (TrapHandler handler : handlers) {
            if (handler.faulted(core, thread, trap)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void exited(UserThread thread) {
        if (over) {
            return;
        }
        over = true;
        handlers.forEach(TrapHandler::exited);
        table.finishRevocations();
        // What it lent lives on below its own lenders; its names are given up.
        table.capabilities().tree().clear(table.space(), Integer.MAX_VALUE);
        console.release(Payer.NOBODY);
    }

    @Override
    public SortedMap<String, Long> counters() {
        SortedMap<String, Long> all = new TreeMap<>(counters);
        handlers.forEach(handler -> handler.count(all));
        if (table.preloading() != null) {
            table.preloading().count(all);
        }
        return Collections.unmodifiableSortedMap(all);
    }
}
