package org.rustos.channels.ebpf;

import org.rustos.channels.abi.TrapNumbers;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.kernel.CallFront;
import org.rustos.kernel.CallWork;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.Signal;
import org.rustos.kernel.ebpf.ProgramType;
import org.rustos.kernel.linux.LinuxAbi;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.op.RefusedRun;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Five traps beside those of the Linux ABI, and a filter in front of the latter. */
final class EbpfTraps implements CallFront {
    /** Programs of a process: each load adds what its object holds. */
    private static final int PROGRAMS_MAX = 64;

    private final Kernel kernel;
    private final Process process;
    private final CallFront linux;
    private final LinuxAbi abi;
    private final ProgramRunner runner;
    private final List<AttachedProgram> programs = new ArrayList<>();
    private AttachedProgram callFilter;
    private long loads;
    private long rejected;
    private long refusedCalls;

    EbpfTraps(Kernel kernel, Process process, LinuxAbi abi) {
        this.kernel = kernel;
        this.process = process;
        this.abi = abi;
        this.linux = process.front();
        this.runner = new ProgramRunner(kernel);
        process.front(this);
    }

    Kernel kernel() {
        return kernel;
    }

    ProgramRunner runner() {
        return runner;
    }

    /** The program of an id, if it is of the type; null otherwise. */
    AttachedProgram program(long id, ProgramType... types) {
        if (id < 0 || id >= programs.size()) {
            return null;
        }
        AttachedProgram program = programs.get((int) id);
        return List.of(types).contains(program.type()) ? program : null;
    }

    /** Keeps programs that were verified; the id of the first, or -1 if there are too many. */
    int keep(List<AttachedProgram> more) {
        if (programs.size() + more.size() > PROGRAMS_MAX) {
            return -1;
        }
        loads++;
        programs.addAll(more);
        return programs.size() - more.size();
    }

    void rejected() {
        rejected++;
    }

    void filterCalls(AttachedProgram filter) {
        callFilter = filter;
    }

    boolean filtersCalls() {
        return callFilter != null;
    }

    @Override
    public void called(Core core, UserThread thread, long number) {
        HartContext r = thread.context();
        OpRun run =
                switch ((int) number) {
                    case TrapNumbers.EBPF_LOAD -> new LoadRun(this, r.argument(0), r.argument(1));
                    case TrapNumbers.EBPF_RUN ->
                            new TestRun(this, r.argument(0), r.argument(1), r.argument(2));
                    case TrapNumbers.EBPF_FILTER_CALLS -> new FilterCallsRun(this, r.argument(0));
                    case TrapNumbers.EBPF_LOOKUP ->
                            new LookupRun(
                                    this,
                                    r.argument(0),
                                    r.argument(1),
                                    r.argument(2),
                                    r.argument(3));
                    case TrapNumbers.EBPF_RECEIVE ->
                            new ReceiveRun(
                                    this,
                                    r.argument(0),
                                    r.argument(1),
                                    r.argument(2),
                                    r.argument(3),
                                    r.argument(4));
                    default -> null;
                };
        if (run != null && number == (int) number) {
            submit(core, thread, run);
            return;
        }
        Errno verdict = filter(core, thread, number);
        if (verdict == Errno.OK) {
            linux.called(core, thread, number);
        } else {
            refusedCalls++;
            submit(core, thread, new RefusedRun(verdict));
        }
    }

    private void submit(Core core, UserThread thread, OpRun run) {
        core.submit(new CallWork(kernel, thread, process.handles(), run, CallWork.Shape.SYSCALL));
    }

    /** What the filter says to a call: 0 lets it pass, a negative errno is its result. */
    private Errno filter(Core core, UserThread thread, long number) {
        if (callFilter == null) {
            return Errno.OK;
        }
        Caller caller = new Caller(thread, core, kernel.paths(), process.handles());
        long result = runner.onCall(caller, callFilter, CallContext.of(abi, thread, number));
        return result == 0 ? Errno.OK : refusal(result);
    }

    private static Errno refusal(long result) {
        Errno named = result < 0 && result > -4096 ? Errno.of((int) -result) : null;
        return named == null || named == Errno.OK ? Errno.EPERM : named;
    }

    @Override
    public boolean faulted(Core core, UserThread thread, Trap trap) {
        return linux.faulted(core, thread, trap);
    }

    @Override
    public Signal signal(Process whose, Trap trap) {
        return linux.signal(whose, trap);
    }

    @Override
    public String callName(long number) {
        return linux.callName(number);
    }

    @Override
    public void dispatched(Core core, UserThread thread) {
        linux.dispatched(core, thread);
    }

    @Override
    public void exited(UserThread thread) {
        linux.exited(thread);
    }

    void count(SortedMap<String, Long> counters) {
        counters.put("ebpf.loads", loads);
        counters.put("ebpf.rejected", rejected);
        counters.put("ebpf.refused-calls", refusedCalls);
        runner.count(counters);
    }
}
