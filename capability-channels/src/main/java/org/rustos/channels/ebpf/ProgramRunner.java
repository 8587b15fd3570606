package org.rustos.channels.ebpf;

import org.rustos.core.timing.Event;
import org.rustos.kernel.Flaw;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.Signal;
import org.rustos.kernel.ebpf.ProgramType;
import org.rustos.kernel.ebpf.run.ContextRegion;
import org.rustos.kernel.ebpf.run.Interpreter;
import org.rustos.kernel.ebpf.run.Memory;
import org.rustos.kernel.ebpf.run.Outcome;
import org.rustos.kernel.ebpf.run.RamRegion;
import org.rustos.kernel.ebpf.run.Region;
import org.rustos.kernel.ebpf.verify.Verifier;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.process.Process;

import java.util.SortedMap;

/**
 * Runs verified programs at the paying core's clock: the call itself, an event for each operation,
 * a path for each helper, a touch for each line of data.
 */
final class ProgramRunner {
    private static final int LOOKUP_KEY = 16;
    private static final int LOOKUP_DEPTH = 24;
    private static final int LOOKUP_NEXT = 32;
    private static final int LOOKUP_RESULT = 40;
    private static final int LOOKUP_SCRATCH = 48;

    private final Kernel kernel;
    private final KernelEnvironment environment;
    private final RamRegion ram;

    /** Of each core; a run finds what the one before left, as kernel stacks are never cleared. */
    private final byte[][][] stacks;

    private long runs;
    private long operations;

    /** A lookup on its way from block to block. */
    static final class Lookup {
        long key;
        long depth;
        long next;
        long result;
        long scratch;
    }

    ProgramRunner(Kernel kernel) {
        this.kernel = kernel;
        this.environment = new KernelEnvironment(kernel);
        this.ram = new RamRegion(kernel.board().memory());
        this.stacks =
                new byte[kernel.board().cores().size()][Interpreter.FRAMES][Interpreter.STACK];
    }

    /** Nobody proved that an unverified program stays with what it is given, so it need not. */
    private Memory memory(Caller caller) {
        return new Memory(caller.omits(Flaw.VERIFIER) ? ram : null);
    }

    /** Runs a program on a packet, or on nothing if it is raw. */
    long onData(Caller caller, AttachedProgram program, KernelBlock block) {
        return onData(caller, program, block, 0);
    }

    /** Runs a program on a packet that begins somewhere in a block. */
    long onData(Caller caller, AttachedProgram program, KernelBlock block, int from) {
        Memory memory = memory(caller);
        if (program.type() == ProgramType.RAW) {
            return run(caller, program, memory, 0);
        }
        Region data = block.region(from);
        long at = memory.add(data);
        int length = data.bytes().length;
        ContextRegion context = new ContextRegion(program.type().context(), at, at + length);
        if (program.type() == ProgramType.CLASSIFIER) {
            context.store(0, 4, length);
        }
        long result = run(caller, program, memory, memory.add(context));
        block.settle(caller);
        return result;
    }

    /** Runs a filter on a call. */
    long onCall(Caller caller, AttachedProgram program, CallContext call) {
        Memory memory = memory(caller);
        ContextRegion context = new ContextRegion(program.type().context(), 0, 0);
        context.store(0, 4, call.number());
        context.store(4, 4, call.architecture());
        context.store(8, 8, call.pc());
        for (int i = 0; i < call.arguments().length; i++) {
            context.store(16 + 8 * i, 8, call.arguments()[i]);
        }
        return (int) run(caller, program, memory, memory.add(context));
    }

    /** Runs one step of a lookup. */
    long onBlock(Caller caller, AttachedProgram program, KernelBlock block, Lookup lookup) {
        Memory memory = memory(caller);
        Region data = block.region(0);
        long at = memory.add(data);
        ContextRegion context =
                new ContextRegion(program.type().context(), at, at + data.bytes().length);
        context.store(LOOKUP_KEY, 8, lookup.key);
        context.store(LOOKUP_DEPTH, 8, lookup.depth);
        context.store(LOOKUP_NEXT, 8, lookup.next);
        context.store(LOOKUP_RESULT, 8, lookup.result);
        context.store(LOOKUP_SCRATCH, 8, lookup.scratch);
        long result = run(caller, program, memory, memory.add(context));
        block.settle(caller);
        lookup.next = context.load(LOOKUP_NEXT, 8);
        lookup.result = context.load(LOOKUP_RESULT, 8);
        lookup.scratch = context.load(LOOKUP_SCRATCH, 8);
        return (int) result;
    }

    private long run(Caller caller, AttachedProgram program, Memory memory, long context) {
        caller.charge("ebpf.run");
        environment.pays(caller);
        Outcome outcome =
                new Interpreter(memory, environment, stacks[caller.core().id()])
                        .run(program.program(), context, 0, 34 * Verifier.LIMIT);
        if (!outcome.returned() && caller.omits(Flaw.VERIFIER)) {
            crashed(caller.process(), outcome);
        } else if (!outcome.returned()) {
            // The verifier proved that this cannot be.
            throw new IllegalStateException(
                    "verified program %s failed at instruction %d: %s"
                            .formatted(
                                    program.program().program().name(),
                                    outcome.slot(),
                                    outcome.fault()));
        }
        caller.core().ledger().count(Event.EBPF_OPERATION, outcome.steps());
        runs++;
        operations += outcome.steps();
        return outcome.r0();
    }

    /** What the kernel does about a fault of its own: the process that it happened for is over. */
    private void crashed(Process process, Outcome outcome) {
        kernel.notice(
                "process %d killed by %s: fault in the kernel, eBPF instruction %d: %s"
                        .formatted(process.id(), Signal.SIGKILL, outcome.slot(), outcome.fault()));
        int signal = Signal.SIGKILL.number();
        kernel.exit(process, 128 + signal, signal);
    }

    void count(SortedMap<String, Long> counters) {
        counters.put("ebpf.runs", runs);
        counters.put("ebpf.operations", operations);
        environment.count(counters);
    }
}
