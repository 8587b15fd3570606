package org.rustos.cpu.x86;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.Budget;
import org.rustos.core.hart.Hart;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.HartExit;
import org.rustos.core.hart.ProtectionCause;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.unicorn.EngineCallbacks;
import org.rustos.cpu.unicorn.EngineContext;
import org.rustos.cpu.unicorn.EngineException;
import org.rustos.cpu.unicorn.EngineHook;
import org.rustos.cpu.unicorn.RegisterBatch;
import org.rustos.cpu.unicorn.UnicornEngine;
import org.rustos.cpu.unicorn.X86ContextLayout;
import org.rustos.cpu.unicorn.X86Register;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.Set;

/**
 * One x86-64 hardware thread on a Unicorn engine that never leaves user mode: every trap stops the
 * engine and becomes a value.
 */
final class X86Hart implements Hart {
    private static final int INVALID_INSTRUCTION = 10;
    // The engine translates the address at which it is to stop, and notes a fault that nobody sees
    // if
    // that fails: the next real one would be a double fault. It does not look at 0.
    private static final long NOWHERE = 0;
    private static final int MARKER_VECTOR = 0xf1;
    private static final int NO_EXCEPTION = -1;
    private static final int FAULT_PRESENT = 1;
    private static final int FAULT_WRITE = 2;
    private static final int FAULT_FETCH = 16;
    private static final int FAULT_KEY = 32;

    private static final int[] GENERAL = {
        X86Register.RAX,
        X86Register.RCX,
        X86Register.RDX,
        X86Register.RBX,
        X86Register.RSP,
        X86Register.RBP,
        X86Register.RSI,
        X86Register.RDI,
        X86Register.R8,
        X86Register.R8 + 1,
        X86Register.R8 + 2,
        X86Register.R8 + 3,
        X86Register.R8 + 4,
        X86Register.R8 + 5,
        X86Register.R8 + 6,
        X86Register.R8 + 7,
        X86Register.RIP,
        X86Register.RFLAGS,
        X86Register.FS_BASE,
        X86Register.GS_BASE
    };

    private final PhysicalMemory memory;
    private final AliasSpace aliases;
    private final UnicornEngine engine;
    private final Arena arena = Arena.ofConfined();
    private final RegisterBatch general = new RegisterBatch(arena, GENERAL);
    private final RegisterBatch extended = extendedBatch(arena);
    private final EngineContext scratch;
    private final X86ContextLayout layout;
    private final BlockDecoder decoder;
    private final Execution execution;
    private final CpuidTable cpuid;
    private final double timestampPerMc;
    private final long id;

    private int mappedAliases;
    private X86Context loaded;
    private AddressSpace loadedSpace;
    private boolean inUserMode;

    // Why the engine was stopped.
    private Execution.Verdict verdict = Execution.Verdict.RUN;
    private long stoppedAt;
    private Stop stop = Stop.NONE;
    private int vector;
    private int errorCode;

    private enum Stop {
        NONE,
        BLOCK,
        SYSCALL,
        INTERRUPT,
        INVALID
    }

    X86Hart(
            int id,
            PhysicalMemory memory,
            AliasSpace aliases,
            BlockDecoder decoder,
            Execution execution,
            CpuidTable cpuid,
            double timestampPerMc,
            boolean timed) {
        this.id = id;
        this.memory = memory;
        this.aliases = aliases;
        this.decoder = decoder;
        this.execution = execution;
        this.cpuid = cpuid;
        this.timestampPerMc = timestampPerMc;
        this.engine = UnicornEngine.openX86(X86Register.MODEL_ICELAKE_SERVER);
        this.layout = X86ContextLayout.ofLibrary();
        this.scratch = engine.newContext();
        Set<EngineHook> hooks =
                EnumSet.of(
                        EngineHook.BLOCK,
                        EngineHook.INTERRUPT,
                        EngineHook.X86_SYSCALL,
                        EngineHook.X86_RDTSC,
                        EngineHook.X86_RDTSCP,
                        EngineHook.X86_CPUID,
                        EngineHook.INVALID_INSTRUCTION);
        if (timed) {
            hooks.add(EngineHook.READ);
            hooks.add(EngineHook.WRITE);
        }
        engine.hook(new Callbacks(), hooks);
        UserMode.enter(engine);
        inUserMode = true;
    }

    private static RegisterBatch extendedBatch(Arena arena) {
        int[] registers = new int[28];
        int[] sizes = new int[28];
        for (int i = 0; i < 16; i++) {
            registers[i] = X86Register.XMM0 + i;
            sizes[i] = 16;
        }
        for (int i = 0; i < 8; i++) {
            registers[16 + i] = X86Register.FP0 + i;
            sizes[16 + i] = 16;
        }
        int[] control = {X86Register.MXCSR, X86Register.FPCW, X86Register.FPSW, X86Register.FPTAG};
        for (int i = 0; i < control.length; i++) {
            registers[24 + i] = control[i];
            sizes[24 + i] = 8;
        }
        return new RegisterBatch(arena, registers, sizes);
    }

    @Override
    public HartContext newContext(AddressSpace space) {
        return new X86Context(space);
    }

    @Override
    public HartExit run(HartContext context, Budget budget) {
        X86Context thread = (X86Context) context;
        try {
            load(thread);
            HartExit exit;
            do {
                exit = runOnce(thread, budget);
            } while (exit == null);
            return exit;
        } catch (EngineException failure) {
            return new HartExit.EngineFailed(failure.getMessage());
        }
    }

    /** Runs until a stop; null if the run must go on. */
    private HartExit runOnce(X86Context thread, Budget budget) {
        long until = NOWHERE;
        if (verdict == Execution.Verdict.REFUSED_BEHIND) {
            until = execution.refusedBehind(stoppedAt);
            engine.removeTranslations(stoppedAt, until);
            clearException();
        }
        verdict = Execution.Verdict.RUN;
        stop = Stop.NONE;
        execution.begin(thread.space(), budget);
        int error = engine.start(thread.pc(), until);
        store(thread);
        if (stop == Stop.BLOCK) {
            return switch (verdict) {
                case BUDGET_SPENT -> HartExit.BUDGET_SPENT;
                case REFUSED -> new HartExit.Trapped(new Trap.IllegalInstruction(thread.pc()));
                case REFUSED_BEHIND, RUN -> null;
            };
        }
        if (stop == Stop.NONE && error == 0 && thread.pc() == until) {
            execution.interrupted(until);
            return new HartExit.Trapped(
                    until == NOWHERE
                            ? new Trap.PageFault(NOWHERE, Access.EXECUTE, false)
                            : new Trap.IllegalInstruction(until));
        }
        if (stop == Stop.NONE || error != 0 && error != INVALID_INSTRUCTION) {
            return new HartExit.EngineFailed(
                    "Unicorn stopped at 0x"
                            + Long.toHexString(thread.pc())
                            + ": "
                            + engine.describe(error));
        }
        Trap trap = trap(thread);
        execution.interrupted(thread.pc());
        return new HartExit.Trapped(trap);
    }

    private Trap trap(X86Context thread) {
        return switch (stop) {
            case SYSCALL -> {
                // As the instruction leaves them; Linux programs may look.
                thread.register(X86Context.RCX, thread.pc());
                thread.register(X86Context.R11, thread.values[X86Context.RFLAGS]);
                yield new Trap.Syscall(thread.callNumber());
            }
            case INVALID -> new Trap.IllegalInstruction(thread.pc());
            default -> interrupt(thread);
        };
    }

    private Trap interrupt(X86Context thread) {
        return switch (vector) {
            case 14 -> pageFault(thread);
            case MARKER_VECTOR ->
                    new Trap.Marker(
                            (int) thread.values[X86Context.RDI], thread.values[X86Context.RSI]);
            case 0, 16, 19 -> new Trap.ArithmeticFault(thread.pc());
            case 1 -> new Trap.Breakpoint(thread.pc());
            case 3 -> {
                thread.pc(thread.pc() - 1);
                yield new Trap.Breakpoint(thread.pc());
            }
            case 6 -> new Trap.IllegalInstruction(thread.pc());
            default -> {
                if (vector >= 32) {
                    // INT n without a gate; the engine has stepped over it.
                    thread.pc(thread.pc() - 2);
                }
                yield new Trap.GeneralFault(thread.pc());
            }
        };
    }

    private Trap pageFault(X86Context thread) {
        long address = engine.read(X86Register.CR2);
        Access access =
                (errorCode & FAULT_FETCH) != 0
                        ? Access.EXECUTE
                        : (errorCode & FAULT_WRITE) != 0 ? Access.WRITE : Access.READ;
        Mapping mapping = thread.space().lookup(address);
        if ((errorCode & FAULT_KEY) != 0 && mapping != null) {
            return new Trap.ProtectionFault(
                    address, access, ProtectionCause.PROTECTION_KEY, mapping.permissions().key());
        }
        // A page without any right is absent in the tables but present in the space.
        return new Trap.PageFault(
                address, access, (errorCode & FAULT_PRESENT) != 0 || mapping != null);
    }

    /** Makes the engine hold a thread's registers and see its memory. */
    private void load(X86Context thread) {
        while (mappedAliases < aliases.opened()) {
            engine.map(
                    mappedAliases * aliases.stride(),
                    memory.segment(),
                    UnicornEngine.READ | UnicornEngine.WRITE | UnicornEngine.EXECUTE);
            mappedAliases++;
        }
        if (thread.space() != loadedSpace) {
            loadedSpace = thread.space();
            engine.write(X86Register.CR3, loadedSpace.root());
        }
        if (thread != loaded) {
            if (loaded != null) {
                storeExtended(loaded);
                loaded.loadedIn = null;
            }
            if (thread.loadedIn != null) {
                thread.loadedIn.release(thread);
            }
            thread.loadedIn = this;
            loaded = thread;
            thread.changed = -1;
            thread.pkruChanged = true;
            thread.extendedChanged = true;
        }
        if (thread.extendedChanged) {
            MemorySegment.copy(
                    thread.extended,
                    0,
                    extended.values(),
                    ValueLayout.JAVA_BYTE,
                    0,
                    X86Context.EXTENDED_SIZE);
            engine.write(extended);
            thread.extendedChanged = false;
        }
        loadGeneral(thread);
        // Dropping translations, mapping memory and flushing may each leave a fault noted that was
        // none; the next real one would then be a double fault. So every run starts clean.
        engine.save(scratch);
        scratch.setInt(layout.pkru(), thread.pkru);
        scratch.setInt(layout.oldException(), NO_EXCEPTION);
        engine.restore(scratch);
        if (thread.pkruChanged) {
            engine.flushTlb();
            thread.pkruChanged = false;
        }
    }

    private void loadGeneral(X86Context thread) {
        if (Integer.bitCount(thread.changed) > 8) {
            for (int i = 0; i < X86Context.COUNT; i++) {
                general.set(i, thread.values[i]);
            }
            engine.write(general);
        } else {
            for (int rest = thread.changed; rest != 0; rest &= rest - 1) {
                int i = Integer.numberOfTrailingZeros(rest);
                engine.write(GENERAL[i], thread.values[i]);
            }
        }
        thread.changed = 0;
    }

    /** Copies back what the run changed. */
    private void store(X86Context thread) {
        engine.read(general);
        for (int i = 0; i < X86Context.COUNT; i++) {
            thread.values[i] = general.get(i);
        }
        if (execution.takeKeyRightsStale()) {
            engine.save(scratch);
            thread.pkru = scratch.getInt(layout.pkru());
        }
    }

    void storeExtended(X86Context thread) {
        engine.read(extended);
        MemorySegment.copy(
                extended.values(),
                ValueLayout.JAVA_BYTE,
                0,
                thread.extended,
                0,
                X86Context.EXTENDED_SIZE);
    }

    /** Another hart is going to run a thread that this one holds. */
    private void release(X86Context thread) {
        storeExtended(thread);
        loaded = null;
    }

    /**
     * The engine never forgets an exception that it did not deliver; the next would be a double
     * fault.
     */
    private void clearException() {
        engine.save(scratch);
        scratch.setInt(layout.oldException(), NO_EXCEPTION);
        engine.restore(scratch);
    }

    @Override
    public void forget(AddressSpace space, long va, long bytes) {
        if (execution.forget(space, va, bytes)) {
            engine.flushTranslations();
        }
        if (space == loadedSpace) {
            engine.flushTlb();
            if (bytes == Long.MAX_VALUE) {
                // Its root may be freed and used again.
                loadedSpace = null;
            }
        }
    }

    @Override
    public long instructions() {
        return execution.instructions();
    }

    @Override
    public void close() {
        scratch.close();
        engine.close();
        decoder.close();
        arena.close();
    }

    /** What the engine calls while it runs. */
    private final class Callbacks implements EngineCallbacks {
        @Override
        public void block(long address, int size) {
            if (!inUserMode) {
                if (address == UserMode.LANDING) {
                    engine.stop();
                }
                return;
            }
            Execution.Verdict next = execution.enter(address, size);
            if (next != Execution.Verdict.RUN) {
                verdict = next;
                stoppedAt = address;
                stop = Stop.BLOCK;
                engine.stop();
            } else {
                engine.skipPcInMemoryCallbacks();
            }
        }

        @Override
        public void read(long physical, int size) {
            if (inUserMode) {
                execution.read(physical, size);
            }
        }

        @Override
        public void write(long physical, int size) {
            execution.write(physical, size);
        }

        @Override
        public void interrupt(int number) {
            stop = Stop.INTERRUPT;
            vector = number;
            engine.save(scratch);
            errorCode = scratch.getInt(layout.errorCode());
            scratch.setInt(layout.oldException(), NO_EXCEPTION);
            engine.restore(scratch);
            engine.stop();
        }

        @Override
        public void syscall() {
            stop = Stop.SYSCALL;
            engine.stop();
        }

        @Override
        public boolean readTimestamp(boolean withProcessorId) {
            long clock = execution.clockAtMc(engine.read(X86Register.RIP));
            long ticks = (long) (clock * timestampPerMc);
            engine.write(X86Register.RAX, ticks & 0xffff_ffffL);
            engine.write(X86Register.RDX, ticks >>> 32);
            if (withProcessorId) {
                engine.write(X86Register.RCX, id);
            }
            return true;
        }

        @Override
        public boolean cpuid() {
            CpuidTable.Answer answer =
                    cpuid.get(
                            engine.read(X86Register.RAX) & 0xffff_ffffL,
                            engine.read(X86Register.RCX) & 0xffff_ffffL);
            engine.write(X86Register.RAX, answer.eax());
            engine.write(X86Register.RBX, answer.ebx());
            engine.write(X86Register.RCX, answer.ecx());
            engine.write(X86Register.RDX, answer.edx());
            return true;
        }

        @Override
        public void invalidInstruction() {
            stop = Stop.INVALID;
        }
    }
}
