package org.rustos.cpu.engine;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.BlockObserver;
import org.rustos.core.hart.Budget;
import org.rustos.core.hart.CommitSink;
import org.rustos.core.hart.Hart;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.HartExit;
import org.rustos.core.hart.InstructionGate;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.snapshot.Snapshotted;
import org.rustos.cpu.pipeline.Execution;
import org.rustos.cpu.pipeline.Transfers;
import org.rustos.cpu.unicorn.AccessLog;
import org.rustos.cpu.unicorn.EngineCallbacks;
import org.rustos.cpu.unicorn.EngineException;
import org.rustos.cpu.unicorn.EngineHook;
import org.rustos.cpu.unicorn.UnicornEngine;

import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One hardware thread on a Unicorn engine that never leaves user mode: every trap stops the engine
 * and becomes a value.
 *
 * @param <T> the instruction set's registers
 */
public abstract class EngineHart<T extends EngineThread> implements Hart, Snapshotted {
    private static final int INVALID_INSTRUCTION = 10;
    // The engine translates the address at which it is to stop, and if that fails may note a fault
    // that nobody sees. It does not look at 0.
    private static final long NOWHERE = 0;

    /** The engine. */
    protected final transient UnicornEngine engine;

    /** Follows the engine. */
    protected final Execution execution;

    private final Class<T> contexts;
    private final PhysicalMemory memory;
    private final AliasSpace aliases;
    private final int access;
    private final transient Arena arena = Arena.ofConfined();
    // Null: reads and writes come as callbacks, or not at all.
    private transient AccessLog log;
    // Null unless somebody wants to see each instruction.
    private transient CommitTap commits;
    private transient int tapped;

    // Null unless somebody is asked before each instruction.
    private transient InstructionGate gate;
    private transient T running;
    private transient boolean changedAtGate;
    private transient int told;
    private transient long heldAt;

    private transient int mappedAliases;
    private transient AddressSpace loadedSpace;

    // Why the engine was stopped.
    private transient Execution.Verdict verdict = Execution.Verdict.RUN;
    private transient long stoppedAt;
    private transient boolean atBlock;
    private transient boolean trapped;

    /**
     * Makes a hart that does not follow its engine yet.
     *
     * @param contexts class of the contexts that {@link #newContext} makes
     * @param access the engine's rights to all memory
     */
    protected EngineHart(
            Class<T> contexts,
            UnicornEngine engine,
            int access,
            PhysicalMemory memory,
            AliasSpace aliases,
            Execution execution) {
        this.contexts = contexts;
        this.engine = engine;
        this.access = access;
        this.memory = memory;
        this.aliases = aliases;
        this.execution = execution;
    }

    /**
     * Hangs callbacks on the engine, before its first run.
     *
     * @param callbacks what is called
     * @param own what the instruction set asks for beside blocks, reads and writes
     * @param timed whether reads and writes matter
     * @param logged false brings each of them by a callback
     */
    protected final void follow(
            Following callbacks, Set<EngineHook> own, boolean timed, boolean logged) {
        Set<EngineHook> hooks = EnumSet.copyOf(own);
        hooks.add(EngineHook.BLOCK);
        Optional<AccessLog> possible = timed && logged ? AccessLog.make(arena) : Optional.empty();
        log = possible.orElse(null);
        if (log != null) {
            engine.hook(log);
        } else if (timed) {
            hooks.add(EngineHook.READ);
            hooks.add(EngineHook.WRITE);
        }
        engine.hook(callbacks, hooks);
    }

    /** Forgets accesses that no user code made. */
    protected final void forgetAccesses() {
        if (log != null) {
            log.clear();
        }
    }

    /** Makes the engine hold a thread's registers; called before every start. */
    protected abstract void load(T thread);

    /** Copies back what a run changed. */
    protected abstract void store(T thread);

    /** What moves the general registers. */
    protected abstract RegisterTransfer transfer();

    /** Makes the engine translate addresses by a space's tables. */
    protected abstract void root(AddressSpace space);

    /**
     * The trap of a stop that {@link #stopForTrap} or {@link #trapped} announced; moves the
     * thread's program counter to where the trap says it is.
     *
     * @return null if nothing but the thread's registers came of it: the run goes on
     */
    protected abstract Trap trap(T thread);

    /** Closes what belongs to the instruction set, before the engine. */
    protected abstract void closeRegisters();

    @Override
    public final HartExit run(HartContext context, Budget budget) {
        T thread = contexts.cast(context);
        try {
            show(thread.space());
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
    private HartExit runOnce(T thread, Budget budget) {
        long until = NOWHERE;
        if (verdict == Execution.Verdict.REFUSED_BEHIND) {
            until = execution.refusedBehind();
            engine.removeTranslations(stoppedAt, until);
        } else if (verdict == Execution.Verdict.STALE) {
            execution.translated().drop(engine);
        }
        load(thread);
        long cutAt = stoppedAt;
        verdict = Execution.Verdict.RUN;
        atBlock = false;
        trapped = false;
        execution.transfers().guard(thread.guard());
        execution.begin(thread.space(), budget);
        if (commits != null) {
            commits.loaded(thread);
        }
        running = thread;
        int error;
        try {
            error = engine.start(thread.pc(), until);
        } finally {
            running = null;
        }
        settle();
        if (changedAtGate) {
            // The thread holds what was read there, and what was changed since.
            changedAtGate = false;
            execution.interrupted(heldAt);
            return null;
        }
        store(thread);
        if (commits != null && !trapped && error == 0) {
            committed(thread);
        }
        if (atBlock && !trapped) {
            return atBlock(thread, until, cutAt);
        }
        if (!trapped && error == 0 && thread.pc() == until) {
            execution.interrupted(until);
            return forbidden(
                    thread,
                    until == NOWHERE
                            ? new Trap.PageFault(NOWHERE, Access.EXECUTE, false)
                            : execution.refusal(until));
        }
        if (!trapped || error != 0 && error != INVALID_INSTRUCTION) {
            return new HartExit.EngineFailed(
                    "Unicorn stopped at 0x"
                            + Long.toHexString(thread.pc())
                            + ": "
                            + engine.describe(error));
        }
        Trap trap = trap(thread);
        if (commits != null && trap == null) {
            committed(thread);
        }
        execution.interrupted(thread.pc());
        return forbidden(thread, trap);
    }

    /** A transfer that the guard refused comes before what happened where it went. */
    private HartExit forbidden(T thread, Trap otherwise) {
        Transfers.Forbidden found = execution.transfers().takeForbidden();
        if (found == null) {
            return otherwise == null ? null : new HartExit.Trapped(otherwise);
        }
        thread.pc(found.pc());
        return new HartExit.Trapped(found.trap());
    }

    /** The instruction that began last took effect. */
    private void committed(T thread) {
        System.arraycopy(thread.values, 0, commits.registers(), 0, thread.values.length);
        commits.ended();
    }

    private HartExit atBlock(T thread, long until, long cutAt) {
        // Not cut although asked to be: the engine sees longer instructions than the decoder.
        boolean uncut =
                verdict == Execution.Verdict.REFUSED_BEHIND
                        && until != NOWHERE
                        && stoppedAt == cutAt;
        if (uncut || verdict == Execution.Verdict.REFUSED) {
            verdict = Execution.Verdict.RUN;
            return new HartExit.Trapped(execution.refusal(thread.pc()));
        }
        if (verdict == Execution.Verdict.FORBIDDEN) {
            return forbidden(thread, null);
        }
        return verdict == Execution.Verdict.BUDGET_SPENT ? HartExit.BUDGET_SPENT : null;
    }

    /** Accounts the accesses that were noted since the last block. */
    protected final void settle() {
        if (log == null) {
            return;
        }
        tap();
        tapped = 0;
        tellAccesses();
        told = 0;
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

    /** Shows the accesses that were noted since this was last called. */
    private void tap() {
        if (commits != null && log != null) {
            for (int size = log.size(); tapped < size; tapped++) {
                commits.access(log.get(tapped));
            }
        }
    }

    /**
     * Logs each instruction.
     *
     * @param level privilege level of user code, as the instruction set numbers it
     * @param words code is words of 32 bits, not bytes
     */
    protected final void logCommits(int number, int level, boolean words, CommitSink sink) {
        commits = new CommitTap(number, level, words, memory, aliases, sink);
        engine.hook(new Committing(), EnumSet.of(EngineHook.INSTRUCTION));
    }

    /** Sees each instruction, behind all else that does. */
    private final class Committing implements EngineCallbacks {
        @Override
        public void instruction(long address) {
            if (loadedSpace == null || commits.registers() == null) {
                return; // the way into user mode
            }
            tap();
            if (commits.pending()) {
                transfer().peek(commits.registers());
            }
            if (atBlock || trapped) {
                return; // the engine is about to stop before it
            }
            commits.began(loadedSpace, address, execution.lengthAt(address));
        }
    }

    @Override
    public final void gate(InstructionGate asked) {
        gate = asked;
        engine.hook(new Gated(), EnumSet.of(EngineHook.INSTRUCTION));
    }

    @Override
    public final void surface(HartContext thread) {
        if (thread == running) {
            show(running);
        }
    }

    /** Tells of the accesses that were noted since this was last called. */
    private void tellAccesses() {
        if (gate == null || log == null) {
            return;
        }
        int size = log.size();
        if (gate.wantsAccesses()) {
            for (int i = told; i < size; i++) {
                tellAccess(log.get(i));
            }
        }
        told = size;
    }

    private void tellAccess(long entry) {
        long gpa = AccessLog.address(entry);
        Mapping owner = aliases.owner(gpa);
        if (owner != null) {
            gate.accessed(
                    owner.space(),
                    owner.va() + gpa - owner.gpa(),
                    AccessLog.bytes(entry),
                    AccessLog.isWrite(entry));
        }
    }

    private void told(long physical, int size, boolean write) {
        if (gate != null && gate.wantsAccesses()) {
            tellAccess(AccessLog.entry(physical, size, write));
        }
    }

    /** Copies all registers to a thread while the engine runs it. */
    protected abstract void show(T thread);

    /** Asks before each instruction, behind all else that sees it. */
    private final class Gated implements EngineCallbacks {
        @Override
        public void instruction(long address) {
            if (running == null || atBlock || trapped || changedAtGate) {
                return; // not user code, or the engine is about to stop before it
            }
            tellAccesses();
            if (gate.before(running, address)) {
                changedAtGate = true;
                heldAt = address;
                engine.stop();
            }
        }
    }

    /** A callback saw a trap: the engine stops. */
    protected final void stopForTrap() {
        trapped = true;
        engine.stop();
    }

    /** A callback saw a trap with which the engine stops by itself. */
    protected final void trapped() {
        trapped = true;
    }

    /** Makes the engine see the memory of a space. */
    private void show(AddressSpace space) {
        while (mappedAliases < aliases.opened()) {
            engine.map(mappedAliases * aliases.stride(), memory.segment(), access);
            mappedAliases++;
        }
        if (space != loadedSpace) {
            loadedSpace = space;
            root(space);
        }
    }

    @Override
    public final void forget(AddressSpace space, long va, long bytes) {
        execution.forget(space, va, bytes);
        if (space == loadedSpace) {
            engine.flushTlb();
            if (bytes == Long.MAX_VALUE) {
                // Its root may be freed and used again.
                loadedSpace = null;
            }
        }
    }

    /** The engine knows nothing of what it is to run next. */
    @Override
    public void restored() {
        loadedSpace = null;
        verdict = Execution.Verdict.RUN;
        transfer().forget();
        engine.flushTlb();
        engine.flushTranslations();
    }

    @Override
    public final void observe(BlockObserver observer) {
        execution.observe(observer);
    }

    @Override
    public final long instructions() {
        return execution.instructions();
    }

    @Override
    public final void close() {
        closeRegisters();
        engine.close();
        arena.close();
    }

    /** Accounts blocks and accesses while the engine runs; an instruction set adds its traps. */
    protected class Following implements EngineCallbacks {
        @Override
        public void block(long address, int size) {
            settle();
            Execution.Verdict next = execution.enter(address, size);
            if (next != Execution.Verdict.RUN) {
                verdict = next;
                stoppedAt = address;
                atBlock = true;
                engine.stop();
            } else {
                engine.skipPcInMemoryCallbacks();
            }
        }

        @Override
        public void read(long physical, int size) {
            if (commits != null) {
                commits.access(AccessLog.entry(physical, size, false));
            }
            told(physical, size, false);
            execution.read(physical, size);
        }

        @Override
        public void write(long physical, int size) {
            if (commits != null) {
                commits.access(AccessLog.entry(physical, size, true));
            }
            told(physical, size, true);
            execution.write(physical, size);
        }
    }
}
