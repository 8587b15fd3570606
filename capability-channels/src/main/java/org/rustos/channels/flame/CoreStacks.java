package org.rustos.channels.flame;

import org.rustos.core.hart.BlockObserver;
import org.rustos.core.machine.Core;
import org.rustos.core.timing.KernelPath;
import org.rustos.core.timing.PathObserver;

/**
 * Gives each cycle of one core to a stack: whatever the clock did since the last event belongs to
 * what went on until then, so nothing is lost and nothing counts twice.
 */
final class CoreStacks implements BlockObserver, PathObserver {
    private static final SymbolNames.Range NOWHERE = new SymbolNames.Range(0, 0, "");

    private final Core core;
    private final StackNode all;
    private final StackNode idle;
    private StackNode at;
    private StackNode kernel;
    private long sinceMc;
    private long idleMc;
    private ThreadStacks.Stack thread;
    private SymbolNames.Range range = NOWHERE;

    CoreStacks(Core core, StackNode all) {
        this.core = core;
        this.all = all;
        this.idle = all.child("idle");
        this.at = idle;
        this.kernel = all.child("kernel threads");
    }

    private void settle() {
        long now = core.clockMc();
        at.add(now - sinceMc);
        sinceMc = now;
    }

    /** Ends a stretch that nobody stepped: idle, but for turns of a poller that were left out. */
    private void settleGap() {
        long idled = core.ledger().idleMc() - idleMc;
        idle.add(idled);
        at = kernel;
        sinceMc += idled;
        settle();
    }

    /** User code of a thread goes on. */
    void user(ThreadStacks.Stack next) {
        settleGap();
        thread = next;
        range = NOWHERE;
        SymbolNames names = SymbolNames.of(next.thread.process(), next.names);
        if (names != next.names) {
            next.names = names;
            next.calls.clear();
        }
        at = next.user;
    }

    /** It stopped. */
    void stopped() {
        settle();
        thread.user = at;
        kernel = at;
        pause();
    }

    private void pause() {
        idleMc = core.ledger().idleMc();
    }

    /** The kernel works for a thread, below the code that called it. */
    void kernel(ThreadStacks.Stack by) {
        settleGap();
        kernel = by.user.child("[kernel] " + by.call.name());
        at = kernel;
    }

    /** A thread of the kernel works. */
    void kernel(String title) {
        settleGap();
        kernel = all.child("kernel threads").child(title);
        at = kernel;
    }

    /** The step is over. */
    void stepped() {
        settle();
        pause();
    }

    void finish() {
        settleGap();
    }

    @Override
    public void entered(long pc) {
        if (!range.holds(pc)) {
            settle();
            range = thread.names.at(pc);
            at = thread.calls.caller(thread.root).child(range.name());
        }
    }

    @Override
    public void called(long back) {
        settle();
        thread.calls.push(back, at);
        range = NOWHERE;
    }

    @Override
    public void returned(long to) {
        settle();
        thread.calls.pop(to);
        range = NOWHERE;
    }

    @Override
    public void began(KernelPath path) {
        settle();
        at = kernel.child(path.name());
    }

    @Override
    public void ended(KernelPath path) {
        settle();
        at = kernel;
    }
}
