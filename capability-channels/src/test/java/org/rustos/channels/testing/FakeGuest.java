package org.rustos.channels.testing;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.PointerKeys;
import org.rustos.core.hart.Trap;

import java.util.Arrays;
import java.util.concurrent.SynchronousQueue;

/**
 * A guest program as straight Java code. It runs on a host thread of its own, but only while the
 * hart waits for its next instruction: the two never run at once, so a run is deterministic.
 */
public final class FakeGuest {
    /** What a test's guest does; it must end by a trap that ends the process. */
    public interface Program {
        void run(FakeGuest guest) throws InterruptedException;
    }

    /** One instruction of a Java guest. */
    sealed interface Instruction {
        record Compute(long mc) implements Instruction {}

        record Load(long va, int bytes) implements Instruction {}

        record Store(long va, int bytes, long value) implements Instruction {}

        record Call(long number, long[] arguments) implements Instruction {}

        record Mark(int kind, long value) implements Instruction {}

        record Raise(Trap trap) implements Instruction {}
    }

    private final FakeContext context;
    private final SynchronousQueue<Instruction> instructions = new SynchronousQueue<>();
    private final SynchronousQueue<Long> results = new SynchronousQueue<>();
    private boolean started;
    private final Program program;
    private Throwable failure;

    FakeGuest(FakeContext context, Program program) {
        this.context = context;
        this.program = program;
    }

    /** The next instruction, after the result of the one before. */
    Instruction next(long lastResult) {
        try {
            if (started) {
                results.put(lastResult);
            } else {
                started = true;
                Thread.ofVirtual().start(this::body);
            }
            return instructions.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void body() {
        try {
            program.run(this);
            instructions.put(new Instruction.Raise(new Trap.Breakpoint(0)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            failure = e;
            try {
                instructions.put(new Instruction.Raise(new Trap.Breakpoint(0)));
            } catch (InterruptedException again) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What the program threw (a failed assertion), or null. */
    Throwable failure() {
        return failure;
    }

    private long execute(Instruction instruction) throws InterruptedException {
        instructions.put(instruction);
        return results.take();
    }

    public void compute(long cycles) throws InterruptedException {
        execute(new Instruction.Compute(cycles * 1000));
    }

    public long load(long va, int bytes) throws InterruptedException {
        return execute(new Instruction.Load(va, bytes));
    }

    public void store(long va, int bytes, long value) throws InterruptedException {
        execute(new Instruction.Store(va, bytes, value));
    }

    public long call(long number, long... arguments) throws InterruptedException {
        return execute(new Instruction.Call(number, arguments));
    }

    public void mark(int kind, long value) throws InterruptedException {
        execute(new Instruction.Mark(kind, value));
    }

    /** Meets a fault at an address; back when the kernel lets it go on. */
    public void fault(long pc, Trap trap) throws InterruptedException {
        context.pc(pc);
        execute(new Instruction.Raise(trap));
    }

    /** Where it goes on. */
    public long pc() {
        return context.pc();
    }

    /** An argument register of the last call, as the kernel left it. */
    public long argument(int index) {
        return context.argument(index);
    }

    /** A register that no call takes, by the name that one of the instruction sets gives it. */
    public long register(String name) {
        return context.register(index(name));
    }

    public void register(String name, long value) {
        context.register(index(name), value);
    }

    private int index(String name) {
        return Arrays.asList(context.registerNames()).indexOf(name);
    }

    /** The key that its handles are signed by. */
    public PointerKeys.Key dataKey() {
        return context.pointerKeys().dataA();
    }

    /** Where the next trap comes from. */
    public void pc(long value) {
        context.pc(value);
    }

    public void keyRights(long value) {
        context.keyRights(value);
    }

    public long keyRights() {
        return context.keyRights();
    }

    /** Bounds its loads and stores, as a data capability does. */
    public void reach(long from, long to) {
        context.confine(from, to);
    }

    public boolean reaches(long address) {
        return context.mayAccess(address, 1, Access.READ);
    }
}
