package org.example.mailbox;

import org.rustos.channels.request.MechanismOps;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.kernel.CallFront;
import org.rustos.kernel.CallWork;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpExecutor;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.op.RefusedRun;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

import java.util.SortedMap;

/** The two traps of a mailbox in front of the Linux ABI; every other call goes there. */
final class MailboxTraps implements CallFront {
    /** No argument; gives the address of the shared page. Once per process. */
    static final long OPEN = 1100;

    /** No argument; executes what lies in the slot and gives 0 when the answer is there. */
    static final long DOORBELL = 1101;

    private final Kernel kernel;
    private final Process process;
    private final CallFront linux;
    private final OpExecutor ops;
    private Slot slot;
    private long letters;
    private long refused;

    MailboxTraps(Kernel kernel, Process process) {
        this.kernel = kernel;
        this.process = process;
        this.linux = process.front();
        this.ops = new MechanismOps(kernel, null, null);
        process.front(this);
    }

    Slot slot() {
        return slot;
    }

    /** The slot is there from now on. */
    void opened(Slot opened) {
        slot = opened;
    }

    void refused() {
        refused++;
    }

    @Override
    public void called(Core core, UserThread thread, long number) {
        if (number == OPEN) {
            submit(core, thread, new OpenRun(kernel, this));
        } else if (number == DOORBELL) {
            letters++;
            submit(
                    core,
                    thread,
                    slot == null ? new RefusedRun(Errno.EBADF) : new LetterRun(slot, ops, this));
        } else {
            linux.called(core, thread, number);
        }
    }

    private void submit(Core core, UserThread thread, OpRun run) {
        core.submit(new CallWork(kernel, thread, process.handles(), run, CallWork.Shape.SYSCALL));
    }

    @Override
    public boolean faulted(Core core, UserThread thread, Trap trap) {
        return linux.faulted(core, thread, trap);
    }

    @Override
    public void exited(UserThread thread) {
        if (slot != null) {
            slot.close();
        }
        linux.exited(thread);
    }

    void count(SortedMap<String, Long> counters) {
        counters.put("mailbox.letters", letters);
        counters.put("mailbox.refused", refused);
    }
}
