package org.rustos.cpu.x86;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.Budget;
import org.rustos.core.hart.Hart;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.HartExit;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.pipeline.Execution;
import org.rustos.cpu.unicorn.AccessLog;
import org.rustos.cpu.unicorn.EngineCallbacks;
import org.rustos.cpu.unicorn.EngineException;
import org.rustos.cpu.unicorn.EngineHook;
import org.rustos.cpu.unicorn.UnicornEngine;
import org.rustos.cpu.unicorn.X86Register;
import org.rustos.cpu.x86.TrapReader.Stop;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One x86-64 hardware thread on a Unicorn engine that never leaves user mode: every trap stops the
 * engine and becomes a value.
 */
final class X86Hart implements Hart {
    private static final int INVALID_INSTRUCTION = 10;
    // The engine translates the address at which it is to stop, and if that fails notes a fault
    // that
    // nobody sees: the next real one would be a double fault. It does not look at 0.
    private static final long NOWHERE = 0;

    private final PhysicalMemory memory;
    private final AliasSpace aliases;
    private final UnicornEngine engine;
    private final Arena arena = Arena.ofConfined();
    private final EngineRegisters registers;
    // Null: reads and writes come as callbacks, or not at all.
    private final AccessLog log;
    private final TrapReader traps;
    private final BlockDecoder decoder;
    private final Execution execution;
    private final CpuidTable cpuid;
    private final double timestampPerMc;
    private final long id;

    private int mappedAliases;
    private AddressSpace loadedSpace;
    private boolean inUserMode;

    // Why the engine was stopped.
    private Execution.Verdict verdict = Execution.Verdict.RUN;
    private long stoppedAt;
    private Stop stop = Stop.NONE;

    X86Hart(
            int id,
            PhysicalMemory memory,
            AliasSpace aliases,
            BlockDecoder decoder,
            Execution execution,
            CpuidTable cpuid,
            double timestampPerMc,
            boolean timed,
            boolean logged) {
        this.id = id;
        this.memory = memory;
        this.aliases = aliases;
        this.decoder = decoder;
        this.execution = execution;
        this.cpuid = cpuid;
        this.timestampPerMc = timestampPerMc;
        this.engine = UnicornEngine.openX86(X86Register.MODEL_ICELAKE_SERVER);
        this.registers = new EngineRegisters(engine);
        this.traps = new TrapReader(engine);
        Set<EngineHook> hooks =
                EnumSet.of(
                        EngineHook.BLOCK,
                        EngineHook.INTERRUPT,
                        EngineHook.X86_SYSCALL,
                        EngineHook.X86_RDTSC,
                        EngineHook.X86_RDTSCP,
                        EngineHook.X86_CPUID,
                        EngineHook.INVALID_INSTRUCTION);
        Optional<AccessLog> possible = timed && logged ? AccessLog.make(arena) : Optional.empty();
        log = possible.orElse(null);
        if (log != null) {
            engine.hook(log);
        } else if (timed) {
            hooks.add(EngineHook.READ);
            hooks.add(EngineHook.WRITE);
        }
        engine.hook(new Callbacks(), hooks);
        execution.registers(number -> engine.read(EngineRegisters.general((int) number)));
        UserMode.enter(engine);
        inUserMode = true;
        if (log != null) {
            log.clear();
        }
    }

    @Override
    public HartContext newContext(AddressSpace space) {
        return new X86Context(space);
    }

    @Override
    public HartExit run(HartContext context, Budget budget) {
        X86Context thread = (X86Context) context;
        try {
            show(thread.space());
            registers.load(thread);
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
            until = execution.refusedBehind();
            engine.removeTranslations(stoppedAt, until);
            registers.clearException();
        } else if (verdict == Execution.Verdict.STALE) {
            execution.translated().drop(engine);
            registers.clearException();
        }
        long cutAt = stoppedAt;
        verdict = Execution.Verdict.RUN;
        stop = Stop.NONE;
        execution.begin(thread.space(), budget);
        int error = engine.start(thread.pc(), until);
        settle();
        registers.store(thread, execution.takeRareChanged());
        if (stop == Stop.BLOCK) {
            // Not cut although asked to be: the engine sees longer instructions than the decoder.
            boolean uncut =
                    verdict == Execution.Verdict.REFUSED_BEHIND
                            && until != NOWHERE
                            && stoppedAt == cutAt;
            if (uncut || verdict == Execution.Verdict.REFUSED) {
                verdict = Execution.Verdict.RUN;
                return new HartExit.Trapped(execution.refusal(thread.pc()));
            }
            return verdict == Execution.Verdict.BUDGET_SPENT ? HartExit.BUDGET_SPENT : null;
        }
        if (stop == Stop.NONE && error == 0 && thread.pc() == until) {
            execution.interrupted(until);
            return new HartExit.Trapped(
                    until == NOWHERE
                            ? new Trap.PageFault(NOWHERE, Access.EXECUTE, false)
                            : execution.refusal(until));
        }
        if (stop == Stop.NONE || error != 0 && error != INVALID_INSTRUCTION) {
            return new HartExit.EngineFailed(
                    "Unicorn stopped at 0x"
                            + Long.toHexString(thread.pc())
                            + ": "
                            + engine.describe(error));
        }
        Trap trap = traps.of(stop, thread);
        execution.interrupted(thread.pc());
        return new HartExit.Trapped(trap);
    }

    /** Accounts the accesses that were noted since the last block. */
    private void settle() {
        if (log == null) {
            return;
        }
        int size = log.size();
        for (int i = 0; i < size; i++) {
            long entry = log.get(i);
            if (AccessLog.isWrite(entry)) {
                execution.write(AccessLog.address(entry), AccessLog.bytes(entry));
            } else {
                execution.read(AccessLog.address(entry), AccessLog.bytes(entry));
            }
        }
        log.clear();
    }

    /** Makes the engine see the memory of a space. */
    private void show(AddressSpace space) {
        while (mappedAliases < aliases.opened()) {
            engine.map(
                    mappedAliases * aliases.stride(),
                    memory.segment(),
                    UnicornEngine.READ | UnicornEngine.WRITE | UnicornEngine.EXECUTE);
            mappedAliases++;
        }
        if (space != loadedSpace) {
            loadedSpace = space;
            engine.write(X86Register.CR3, space.root());
        }
    }

    @Override
    public void forget(AddressSpace space, long va, long bytes) {
        execution.forget(space, va, bytes);
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
        registers.close();
        engine.close();
        arena.close();
        decoder.close();
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
            settle();
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
            traps.interrupted(number, registers.takeException());
            engine.stop();
        }

        @Override
        public void syscall() {
            stop = Stop.SYSCALL;
            engine.stop();
        }

        @Override
        public boolean readTimestamp(boolean withProcessorId) {
            settle();
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
