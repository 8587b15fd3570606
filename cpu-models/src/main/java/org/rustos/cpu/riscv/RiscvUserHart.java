package org.rustos.cpu.riscv;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.BlockObserver;
import org.rustos.core.hart.Budget;
import org.rustos.core.hart.CommitSink;
import org.rustos.core.hart.Hart;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.HartExit;
import org.rustos.core.hart.InstructionGate;
import org.rustos.core.hart.ProtectionCause;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.snapshot.Snapshotted;
import org.rustos.cpu.riscv.bare.CommitLog;
import org.rustos.cpu.riscv.cheri.CheriCap;
import org.rustos.cpu.riscv.hart.BlockTable;
import org.rustos.cpu.riscv.hart.Bus;
import org.rustos.cpu.riscv.hart.Cause;
import org.rustos.cpu.riscv.hart.InstructionObserver;
import org.rustos.cpu.riscv.hart.RiscvHart;
import org.rustos.cpu.riscv.hart.RiscvState;

import java.util.IdentityHashMap;

/** One hart that never leaves user mode: every trap ends the run and becomes a value. */
final class RiscvUserHart implements Hart, Snapshotted {
    /** Nothing but RAM is mapped into user programs. */
    static final Bus NO_DEVICES =
            new Bus() {
                @Override
                public boolean answers(long address, int width, boolean write) {
                    return false;
                }

                @Override
                public long read(long address, int width) {
                    throw new IllegalStateException("nobody answers");
                }

                @Override
                public void write(long address, int width, long value) {
                    throw new IllegalStateException("nobody answers");
                }
            };

    private final RiscvHart hart;
    private final transient IdentityHashMap<AddressSpace, BlockTable> code =
            new IdentityHashMap<>();
    private AddressSpace loaded;
    private RiscvContext resumable;
    private RiscvContext running;
    private long heldAt;

    RiscvUserHart(RiscvHart hart) {
        this.hart = hart;
        hart.categories(pc -> loaded.codeCategory(pc));
    }

    @Override
    public HartContext newContext(AddressSpace space) {
        return new RiscvContext(space);
    }

    @Override
    public HartExit run(HartContext context, Budget budget) {
        RiscvContext thread = (RiscvContext) context;
        while (runOnce(thread, budget)) {
            if (hart.state().trapCause() != Cause.HELD) {
                return new HartExit.Trapped(trap(thread));
            }
            // The thread holds what was changed while the hart was held.
        }
        return HartExit.BUDGET_SPENT;
    }

    /** Whether it trapped. */
    private boolean runOnce(RiscvContext thread, Budget budget) {
        if (loaded != thread.space()) {
            loaded = thread.space();
            hart.supervise(loaded.root(), code.computeIfAbsent(loaded, _ -> new BlockTable()));
        }
        RiscvState state = hart.state();
        state.load(thread.x, thread.f);
        state.load(thread.capabilities);
        hart.fcsr(thread.fcsr);
        // What a block costs depends on the one before it, if that really ran just before.
        boolean resumed = thread == resumable && thread.pc == state.pc();
        if (!resumed) {
            hart.cameFrom(null, false);
        }
        state.pc(thread.pc);
        running = thread;
        boolean trapped = hart.runUser(budget);
        running = null;
        resumable = trapped ? null : thread;
        if (!trapped || state.trapCause() != Cause.HELD) {
            store(thread);
            thread.pc = state.pc();
        }
        return trapped;
    }

    private void store(RiscvContext thread) {
        RiscvState state = hart.state();
        state.store(thread.x, thread.f);
        state.store(thread.capabilities);
        thread.fcsr = hart.fcsr();
    }

    @Override
    public void gate(InstructionGate asked) {
        hart.observe(
                new InstructionObserver() {
                    private final AccessGuess access = new AccessGuess(hart.state());
                    private boolean changed;

                    @Override
                    public void before(long pc, int word) {
                        heldAt = pc;
                        changed = asked.before(running, pc);
                        if (asked.wantsAccesses()) {
                            access.of(word);
                        } else {
                            access.none();
                        }
                    }

                    @Override
                    public boolean refuses() {
                        return changed;
                    }

                    @Override
                    public void after() {
                        if (access.any()) {
                            asked.accessed(
                                    loaded, access.address(), access.bytes(), access.writes());
                        }
                    }

                    @Override
                    public void trapped() {
                        // The machine says so.
                    }
                });
    }

    @Override
    public void surface(HartContext thread) {
        if (thread == running) {
            store(running);
            running.pc = heldAt;
        }
    }

    private Trap trap(RiscvContext thread) {
        RiscvState state = hart.state();
        long value = state.trapValue();
        return switch (state.trapCause()) {
            case Cause.ECALL -> {
                thread.pc += 4;
                yield new Trap.Syscall(thread.callNumber());
            }
            case Cause.MARKER -> {
                thread.pc += 4;
                yield new Trap.Marker((int) thread.argument(0), thread.argument(1));
            }
            case Cause.BREAKPOINT -> new Trap.Breakpoint(thread.pc);
            case Cause.FETCH_PAGE, Cause.FETCH_ACCESS -> fault(thread, value, Access.EXECUTE);
            case Cause.LOAD_PAGE, Cause.LOAD_ACCESS -> fault(thread, value, Access.READ);
            case Cause.STORE_PAGE, Cause.STORE_ACCESS -> fault(thread, value, Access.WRITE);
            case Cause.LOAD_MISALIGNED, Cause.STORE_MISALIGNED -> new Trap.GeneralFault(thread.pc);
            case Cause.ILLEGAL_INSTRUCTION -> new Trap.IllegalInstruction(thread.pc);
            case Cause.LOAD_CAPABILITY_PAGE -> fault(thread, value, Access.READ);
            case Cause.STORE_CAPABILITY_PAGE -> fault(thread, value, Access.WRITE);
            default ->
                    new Trap.ProtectionFault(
                            state.trapAddress(),
                            access(state.trapWanted()),
                            ProtectionCause.CAPABILITY,
                            (int) value);
        };
    }

    private static Access access(int permissions) {
        if ((permissions & CheriCap.STORE) != 0) {
            return Access.WRITE;
        }
        return (permissions & CheriCap.LOAD) != 0 ? Access.READ : Access.EXECUTE;
    }

    private static Trap fault(RiscvContext thread, long address, Access access) {
        return new Trap.PageFault(address, access, thread.space().lookup(address) != null);
    }

    @Override
    public void forget(AddressSpace space, long va, long bytes) {
        BlockTable blocks = bytes == Long.MAX_VALUE ? code.remove(space) : code.get(space);
        if (blocks != null) {
            blocks.touched(va, bytes);
        }
        if (space == loaded) {
            hart.forgetData();
            if (bytes == Long.MAX_VALUE) {
                // Its root may be freed and used again.
                loaded = null;
            }
        }
    }

    /** Code is decoded again, but what it costs depends on what ran before. */
    @Override
    public void restored() {
        code.clear();
        hart.forgetCode();
        if (loaded != null) {
            BlockTable table = new BlockTable();
            code.put(loaded, table);
            hart.resume(table);
        }
    }

    @Override
    public void observe(BlockObserver observer) {
        hart.observe(observer);
    }

    @Override
    public void logCommits(int number, CommitSink sink) {
        CommitLog.attach(hart, number, sink);
    }

    @Override
    public long instructions() {
        return hart.state().retired();
    }

    @Override
    public void close() {
        // Nothing of the host's is held.
    }
}
