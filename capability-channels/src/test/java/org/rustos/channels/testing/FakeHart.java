package org.rustos.channels.testing;

import org.rustos.core.hart.Access;
import org.rustos.core.hart.Budget;
import org.rustos.core.hart.Hart;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.HartExit;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.CoreTiming;

/** Runs Java guests: each instruction is a block of its own, memory goes through the caches. */
final class FakeHart implements Hart {
    private static final long INSTRUCTION_MC = 1000;

    private final PhysicalMemory memory;
    private final AliasSpace aliases;
    private final CoreTiming timing;
    private long retired;

    FakeHart(PhysicalMemory memory, AliasSpace aliases, CoreTiming timing) {
        this.memory = memory;
        this.aliases = aliases;
        this.timing = timing;
    }

    @Override
    public HartContext newContext(AddressSpace space) {
        return new FakeContext(space);
    }

    @Override
    public HartExit run(HartContext context, Budget budget) {
        FakeContext thread = (FakeContext) context;
        while (timing.ledger().clockMc() < budget.horizonMc()) {
            FakeGuest.Instruction instruction =
                    thread.retry != null ? thread.retry : thread.guest.next(thread.result);
            thread.retry = null;
            retired++;
            timing.ledger().scheduled(Category.USER_COMPUTE, INSTRUCTION_MC);
            Trap trap = execute(thread, instruction);
            if (trap != null) {
                return new HartExit.Trapped(trap);
            }
        }
        return HartExit.BUDGET_SPENT;
    }

    private Trap execute(FakeContext thread, FakeGuest.Instruction instruction) {
        switch (instruction) {
            case FakeGuest.Instruction.Compute compute ->
                    timing.ledger().scheduled(Category.USER_COMPUTE, compute.mc());
            case FakeGuest.Instruction.Load load -> {
                Mapping page = page(thread, load.va(), Access.READ);
                if (page == null) {
                    thread.retry = load;
                    return new Trap.PageFault(load.va(), Access.READ, false);
                }
                long pa = page.physical(load.va());
                timing.load(pa, load.bytes(), aliases.translationTag(page.gpa()));
                thread.result = load.bytes() == 4 ? memory.getInt(pa) : memory.getLong(pa);
            }
            case FakeGuest.Instruction.Store store -> {
                Mapping page = page(thread, store.va(), Access.WRITE);
                if (page == null) {
                    thread.retry = store;
                    return new Trap.PageFault(store.va(), Access.WRITE, false);
                }
                long pa = page.physical(store.va());
                if (store.bytes() == 4) {
                    memory.putInt(pa, (int) store.value());
                } else {
                    memory.putLong(pa, store.value());
                }
                timing.store(pa, store.bytes(), aliases.translationTag(page.gpa()));
            }
            case FakeGuest.Instruction.Call call -> {
                thread.call(call.number(), call.arguments());
                return new Trap.Syscall(call.number());
            }
            case FakeGuest.Instruction.Mark mark -> {
                return new Trap.Marker(mark.kind(), mark.value());
            }
            case FakeGuest.Instruction.Raise raise -> {
                return raise.trap();
            }
        }
        return null;
    }

    private static Mapping page(FakeContext thread, long va, Access access) {
        Mapping page = thread.space().lookup(va);
        boolean may =
                page != null
                        && (access == Access.READ
                                ? page.permissions().read()
                                : page.permissions().write());
        return may ? page : null;
    }

    @Override
    public void forget(AddressSpace space, long va, long bytes) {}

    @Override
    public long instructions() {
        return retired;
    }

    @Override
    public void close() {}
}
