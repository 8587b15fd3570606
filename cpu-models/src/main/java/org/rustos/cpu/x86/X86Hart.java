package org.rustos.cpu.x86;

import org.rustos.core.hart.CommitSink;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.engine.EngineHart;
import org.rustos.cpu.engine.RegisterTransfer;
import org.rustos.cpu.pipeline.Execution;
import org.rustos.cpu.unicorn.EngineHook;
import org.rustos.cpu.unicorn.UnicornEngine;
import org.rustos.cpu.unicorn.X86Register;
import org.rustos.cpu.x86.TrapReader.Stop;

import java.util.EnumSet;

/** One x86-64 hardware thread on a Unicorn engine that stays at CPL 3. */
final class X86Hart extends EngineHart<X86Context> {
    private static final int USER_LEVEL = 3;

    private final EngineRegisters registers;
    private final TrapReader traps;
    private final BlockDecoder decoder;
    private final CpuidTable cpuid;
    private final double timestampPerMc;
    private final long id;

    private boolean inUserMode;
    private Stop stop = Stop.INTERRUPT;

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
        super(
                X86Context.class,
                UnicornEngine.openX86(X86Register.MODEL_ICELAKE_SERVER),
                UnicornEngine.READ | UnicornEngine.WRITE | UnicornEngine.EXECUTE,
                memory,
                aliases,
                execution);
        this.id = id;
        this.decoder = decoder;
        this.cpuid = cpuid;
        this.timestampPerMc = timestampPerMc;
        this.registers = new EngineRegisters(engine);
        this.traps = new TrapReader(engine);
        follow(
                new Callbacks(),
                EnumSet.of(
                        EngineHook.INTERRUPT,
                        EngineHook.X86_SYSCALL,
                        EngineHook.X86_RDTSC,
                        EngineHook.X86_RDTSCP,
                        EngineHook.X86_CPUID,
                        EngineHook.INVALID_INSTRUCTION),
                timed,
                logged);
        execution.registers(number -> engine.read(EngineRegisters.general((int) number)));
        UserMode.enter(engine);
        inUserMode = true;
        forgetAccesses();
    }

    @Override
    public HartContext newContext(AddressSpace space) {
        return new X86Context(space);
    }

    @Override
    protected void load(X86Context thread) {
        registers.load(thread);
    }

    @Override
    protected void store(X86Context thread) {
        registers.store(thread, execution.takeRareChanged());
    }

    @Override
    protected void show(X86Context thread) {
        registers.store(thread, true);
    }

    @Override
    protected RegisterTransfer transfer() {
        return registers;
    }

    @Override
    public void logCommits(int number, CommitSink sink) {
        logCommits(number, USER_LEVEL, false, sink);
    }

    @Override
    protected void root(AddressSpace space) {
        engine.write(X86Register.CR3, space.root());
    }

    @Override
    protected Trap trap(X86Context thread) {
        return traps.of(stop, thread);
    }

    @Override
    protected void closeRegisters() {
        registers.close();
        decoder.close();
    }

    /** What the engine calls while it runs. */
    private final class Callbacks extends Following {
        @Override
        public void block(long address, int size) {
            if (inUserMode) {
                super.block(address, size);
            } else if (address == UserMode.LANDING) {
                engine.stop();
            }
        }

        @Override
        public void read(long physical, int size) {
            if (inUserMode) {
                super.read(physical, size);
            }
        }

        @Override
        public void interrupt(int number) {
            stop = Stop.INTERRUPT;
            traps.interrupted(number, registers.takeException());
            stopForTrap();
        }

        @Override
        public void syscall() {
            stop = Stop.SYSCALL;
            stopForTrap();
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
            trapped();
        }
    }
}
