package org.rustos.channels.unikernel;

import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.direct.Isolation;
import org.rustos.channels.direct.ServiceState;
import org.rustos.channels.request.Request;
import org.rustos.channels.request.RequestDecoder;
import org.rustos.channels.trap.Bootstrap;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.channels.trap.TrapHandler;
import org.rustos.core.hart.HartContext;
import org.rustos.core.machine.Core;
import org.rustos.kernel.CallWork;
import org.rustos.kernel.op.CapabilityHandles;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.op.RefusedRun;
import org.rustos.kernel.process.UserThread;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of the library OS that is not guest code. Engines leave guest code by a trap only, so it
 * is entered by one, from any address, and paid as a function call (see {@link LinkedPaths}).
 */
final class UnikernelTraps implements TrapHandler {
    private final RequestDecoder decoder = new RequestDecoder(true);
    private final SortedMap<String, Long> counters = new TreeMap<>();
    private RustosProcess process;
    private ServiceState state;

    @Override
    public int offers() {
        return BootstrapLayout.WANT_DIRECT;
    }

    @Override
    public Bootstrap.Outcome provide(Bootstrap bootstrap) {
        state = new ServiceState(bootstrap.process(), new Isolation.None());
        bootstrap.caller().charge("direct.setup");
        Errno error = state.start();
        if (error != Errno.OK) {
            return new Bootstrap.Outcome(error);
        }
        process = bootstrap.process();
        return Bootstrap.Outcome.OK;
    }

    @Override
    public boolean called(Core core, UserThread thread, long number) {
        if (process == null
                || number != TrapNumbers.UNIKERNEL_CALL && number != TrapNumbers.UNIKERNEL_FILL) {
            return false;
        }
        HartContext registers = thread.context();
        CapabilityHandles handles = new CapabilityHandles(process.table(), null, null);
        OpRun run;
        if (number == TrapNumbers.UNIKERNEL_FILL) {
            run = state.fill(handles, registers);
        } else {
            Request request = Request.of(registers);
            RequestDecoder.Decoded decoded = decoder.decode(request);
            if (decoded.error() == Errno.OK) {
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
    public void exited() {
        if (process != null) {
            state.count("unikernel", counters);
        }
    }

    @Override
    public void count(SortedMap<String, Long> all) {
        all.putAll(counters);
    }
}
