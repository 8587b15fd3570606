package org.rustos.cpu.arm;

import org.rustos.core.hart.CommitSink;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.engine.EngineHart;
import org.rustos.cpu.engine.RegisterTransfer;
import org.rustos.cpu.pipeline.Execution;
import org.rustos.cpu.unicorn.ArmRegister;
import org.rustos.cpu.unicorn.ArmSystemRegister;
import org.rustos.cpu.unicorn.EngineHook;
import org.rustos.cpu.unicorn.UnicornEngine;

import java.util.EnumSet;
import java.util.Set;

/** One AArch64 hardware thread on a Unicorn engine that stays at EL0. */
final class ArmHart extends EngineHart<ArmContext> {
    private static final int ASID_SHIFT = 48;

    /** Address and two words. */
    private static final int EXCLUSIVE_WORDS = 3;

    private static final long INSTRUCTION_MASK = 3;

    private final EngineRegisters registers;
    private final TrapReader traps;
    private final double ticksPerMc;
    private final long frequency;

    private final HiddenWords hiddenWords;
    // Null without FEAT_FPAC.
    private final FailedAuthentications authentications;

    private long keyRights;

    // Read and written with snapshots only; the engine has it.
    private final long[] exclusive = new long[EXCLUSIVE_WORDS];
    private boolean misalignedPc;

    ArmHart(
            PhysicalMemory memory,
            AliasSpace aliases,
            Execution execution,
            double ticksPerMc,
            long frequency,
            boolean faultingAuthentication,
            boolean timed,
            boolean logged) {
        super(
                ArmContext.class,
                UnicornEngine.openArm64(ArmRegister.MODEL_MAX),
                // Without the right to execute each word is shown before it is translated.
                UnicornEngine.READ | UnicornEngine.WRITE,
                memory,
                aliases,
                execution);
        this.ticksPerMc = ticksPerMc;
        this.frequency = frequency;
        this.hiddenWords = new HiddenWords(memory, aliases);
        UserMode.enter(engine);
        this.registers = new EngineRegisters(engine);
        this.traps = new TrapReader(memory, registers, new SimulatedTime());
        Set<EngineHook> hooks = EnumSet.of(EngineHook.INTERRUPT, EngineHook.FETCH);
        if (faultingAuthentication) {
            hooks.add(EngineHook.INSTRUCTION);
        }
        this.authentications =
                faultingAuthentication ? new FailedAuthentications(engine, memory) : null;
        follow(new Callbacks(), hooks, timed, logged);
        execution.registers(number -> engine.read(EngineRegisters.general((int) number)));
    }

    @Override
    public HartContext newContext(AddressSpace space) {
        return new ArmContext(space);
    }

    @Override
    protected void load(ArmContext thread) {
        if (thread.keyRights() != keyRights) {
            keyRights = thread.keyRights();
            root(thread.space());
        }
        registers.load(thread);
        misalignedPc = false;
        if (authentications != null) {
            authentications.begin(thread);
        }
    }

    @Override
    protected void store(ArmContext thread) {
        hiddenWords.show();
        registers.store(thread);
    }

    @Override
    public void saving() {
        registers.exclusive(exclusive);
    }

    @Override
    public void restored() {
        super.restored();
        registers.restoreExclusive(exclusive);
    }

    @Override
    protected void show(ArmContext thread) {
        registers.store(thread);
    }

    @Override
    protected RegisterTransfer transfer() {
        return registers;
    }

    @Override
    public void logCommits(int number, CommitSink sink) {
        logCommits(number, 0, true, sink);
    }

    @Override
    protected void root(AddressSpace space) {
        // Each of a space's two trees has a number of its own, as with Linux's KPTI.
        long root = space.root(keyRights);
        long number = 2L * space.asid() + (root == space.root() ? 0 : 1);
        engine.writeSystem(ArmSystemRegister.TTBR0_EL1, root | number << ASID_SHIFT);
        // The engine keeps translations if the number is the same, and numbers come again.
        engine.flushTlb();
    }

    @Override
    protected Trap trap(ArmContext thread) {
        if (misalignedPc) {
            return new Trap.GeneralFault(thread.pc());
        }
        registers.clearExclusive();
        if (authentications == null) {
            return traps.of(thread);
        }
        return authentications.instead(authentications.lastFailed() ? null : traps.of(thread));
    }

    @Override
    protected void closeRegisters() {
        registers.close();
    }

    /** The counter of the generic timer, by the clock of this core. */
    private final class SimulatedTime implements Counter {
        @Override
        public long ticksAt(long pc) {
            execution.interrupted(pc);
            return (long) (execution.clockAtMc(pc) * ticksPerMc);
        }

        @Override
        public long frequency() {
            return frequency;
        }
    }

    /** What the engine calls while it runs. */
    private final class Callbacks extends Following {
        @Override
        public void fetch(long physical) {
            hiddenWords.fetch(physical);
        }

        @Override
        public void block(long address, int size) {
            hiddenWords.show();
            if (authentications != null && authentications.lastFailed()) {
                stopForTrap();
                return;
            }
            super.block(address, size);
            if ((address & INSTRUCTION_MASK) != 0) {
                // The engine would run what lies there.
                misalignedPc = true;
                stopForTrap();
            }
        }

        @Override
        public void instruction(long address) {
            if (!authentications.before(address)) {
                stopForTrap();
            }
        }

        @Override
        public void interrupt(int number) {
            hiddenWords.show();
            traps.interrupted(number);
            stopForTrap();
        }
    }
}
