package org.rustos.channels.direct;

import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.channels.abi.OpCode;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.request.Request;
import org.rustos.channels.request.RequestDecoder;
import org.rustos.channels.trap.Bootstrap;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.channels.trap.TrapHandler;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.kernel.CallWork;
import org.rustos.kernel.Flaw;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.op.CapabilityHandles;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.op.RefusedRun;
import org.rustos.kernel.process.UserThread;

import java.util.SortedMap;
import java.util.TreeMap;

/** The kernel side of tier 1: makes the service's domain, serves its traps, repairs its faults. */
public final class DirectTraps implements TrapHandler {
    private final Isolation isolation;
    private final ServiceImage service;
    private final long failureLimit;
    private final RequestDecoder decoder = new RequestDecoder(true);
    private final SortedMap<String, Long> counters = new TreeMap<>();
    private RustosProcess process;
    private ServiceState state;
    private SealedGate sealed;
    private SignedHandles signed;

    /**
     * @param failureLimit failed authentications that stop a process where handles are signed
     */
    DirectTraps(Isolation isolation, ServiceImage service, long failureLimit) {
        this.isolation = isolation;
        this.service = service;
        this.failureLimit = failureLimit;
    }

    @Override
    public int offers() {
        return BootstrapLayout.WANT_DIRECT;
    }

    @Override
    public Bootstrap.Outcome provide(Bootstrap bootstrap) {
        RustosProcess owner = bootstrap.process();
        Kernel kernel = owner.kernel();
        bootstrap.caller().charge("direct.setup");
        state = new ServiceState(owner, isolation);
        Errno error = state.start(service);
        if (error != Errno.OK) {
            return new Bootstrap.Outcome(error);
        }
        bootstrap.block().putLong(BootstrapLayout.BLOCK_GATE, gate());
        if (isolation instanceof Isolation.Capabilities) {
            sealed = new SealedGate(owner);
            error = sealed.open(bootstrap, service);
            if (error != Errno.OK) {
                return new Bootstrap.Outcome(error);
            }
        }
        if (isolation instanceof Isolation.Signatures) {
            signed = new SignedHandles(kernel, owner.process(), state.tables(), failureLimit);
            signed.give(bootstrap.caller().thread().context());
            owner.table().names(signed);
        }
        process = owner;
        isolation.confine(owner.process(), bootstrap.caller().thread().context());
        return Bootstrap.Outcome.OK;
    }

    private boolean closed() {
        return isolation instanceof Isolation.Signatures(boolean closed) && closed;
    }

    private long gate() {
        return closed() ? service.door().gate() : service.gate();
    }

    @Override
    public boolean called(Core core, UserThread thread, long number) {
        if (process != null
                && closed()
                && (number == TrapNumbers.DIRECT_ENTER || number == TrapNumbers.DIRECT_LEAVE)) {
            core.submit(new DoorWork(process, service.door(), thread, number));
            return true;
        }
        if (process == null
                || number != TrapNumbers.DIRECT_KERNEL && number != TrapNumbers.DIRECT_FILL) {
            return false;
        }
        HartContext registers = thread.context();
        OpRun run;
        CapabilityHandles handles = null;
        // The pc is behind the trap: what was executed lies before it. User code may jump to the
        // service's trap instruction, but then with its own rights.
        boolean origin = service.registered(registers.pc() - 1) && isolation.inService(registers);
        if (!origin && !thread.process().omits(Flaw.ORIGIN)) {
            process.count("direct.trespasses");
            run = new RefusedRun(Errno.EPERM);
        } else if (number == TrapNumbers.DIRECT_FILL) {
            handles = new CapabilityHandles(process.table(), null, null);
            run = state.fill(handles, registers);
        } else {
            Request request = Request.of(registers);
            RequestDecoder.Decoded decoded = decoder.decode(request);
            if (decoded.error() == Errno.OK) {
                counters.merge("direct.kernel." + OpCode.name(request.opcode()), 1L, Long::sum);
                handles = new CapabilityHandles(process.table(), decoded.op(), null);
                run = process.ops().begin(decoded.op());
            } else {
                run = new RefusedRun(decoded.error());
            }
        }
        core.submit(new CallWork(process.kernel(), thread, handles, run, CallWork.Shape.SYSCALL));
        return true;
    }

    @Override
    public boolean faulted(Core core, UserThread thread, Trap trap) {
        boolean memory =
                trap instanceof Trap.PageFault
                        || trap instanceof Trap.ProtectionFault
                        || trap instanceof Trap.GeneralFault;
        long pc = thread.context().pc();
        if (process == null || !memory) {
            return false;
        }
        // A page fault has paid for its way in already.
        boolean entered = trap instanceof Trap.PageFault;
        if (service.copies(pc)) {
            process.count("direct.fixups");
            core.submit(new FixupWork(thread, service.copyFixup(), entered));
            return true;
        }
        if (signed == null || !service.authenticates(pc)) {
            return false;
        }
        if (signed.failed()) {
            core.submit(new FixupWork(thread, service.authenticateFixup(), entered));
        }
        return true;
    }

    /**
     * Continues the service behind what the user brought about, a bad buffer or a handle that is
     * not authentic.
     */
    private final class FixupWork implements Work {
        private final UserThread thread;
        private final long fixup;
        private final boolean entered;

        FixupWork(UserThread thread, long fixup, boolean entered) {
            this.thread = thread;
            this.fixup = fixup;
            this.entered = entered;
        }

        @Override
        public Progress step(Core core) {
            Kernel kernel = process.kernel();
            if (!entered) {
                core.timing().run(kernel.paths().get("fault.entry"));
            }
            core.timing().run(kernel.paths().get("direct.fixup"));
            thread.context().pc(fixup);
            core.timing().run(kernel.paths().get("fault.exit"));
            return Progress.DONE;
        }
    }

    @Override
    public void exited() {
        if (process == null) {
            return;
        }
        state.count("direct", counters);
        counters.put("direct.shootdowns", process.grants().shootdowns());
        if (signed != null) {
            keep("direct.failed-authentications", signed.failures());
        }
        if (sealed != null) {
            keep("direct.sweep.lines", sealed.lines());
            keep("direct.sweep.revoked", sealed.revoked());
        }
    }

    private void keep(String name, long count) {
        if (count != 0) {
            counters.put(name, count);
        }
    }

    @Override
    public void count(SortedMap<String, Long> all) {
        all.putAll(counters);
    }
}
