package org.rustos.kernel.linux;

import org.rustos.core.machine.Timers;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.file.FileSystem;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.memory.UserMemory;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.process.UserThread;
import org.rustos.kernel.process.WaitQueue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One call in service: its arguments, on whose behalf, and what it waits for. */
final class Request {
    /** What a handler returns after {@link #park}; no call has this result. */
    static final long PARKED = Long.MIN_VALUE;

    static final int AT_FDCWD = -100;
    private static final int PATH_MAX = 4096;

    private final LinuxSyscalls system;
    private final LinuxProcess process;
    private final UserThread thread;
    private final String name;
    private final long[] arguments = new long[6];
    private final List<WaitQueue> queues = new ArrayList<>();
    private final WaitQueue.Waiter waiter = this::awake;
    private Caller caller;
    private OpRun.Waker waker;
    private Timers.Timer timer;
    private boolean waited;
    private boolean timedOut;
    private boolean endsWithHandler;
    private boolean interrupted;
    private long progress;
    private Object memo;

    Request(LinuxSyscalls system, LinuxProcess process, UserThread thread, String name) {
        this.system = system;
        this.process = process;
        this.thread = thread;
        this.name = name;
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = thread.context().argument(i);
        }
    }

    /** Linux's name of the call. */
    String name() {
        return name;
    }

    long argument(int index) {
        return arguments[index];
    }

    /** The low 32 bits, signed, as most arguments are meant. */
    int number(int index) {
        return (int) arguments[index];
    }

    LinuxSyscalls system() {
        return system;
    }

    Kernel kernel() {
        return system.kernel();
    }

    FileSystem files() {
        return system.kernel().files();
    }

    LinuxProcess process() {
        return process;
    }

    UserThread thread() {
        return thread;
    }

    LinuxThread state() {
        return process.thread(thread);
    }

    Caller caller() {
        return caller;
    }

    void caller(Caller current) {
        caller = current;
    }

    void onWake(OpRun.Waker whom) {
        waker = whom;
    }

    void charge(String path) {
        caller.charge(path);
    }

    UserMemory memory() {
        return system.kernel().userMemory();
    }

    UserRanges range(long address, long length) {
        return new UserRanges(memory(), caller, address, length);
    }

    /** Copies a structure to the guest; 0 or a negative errno. */
    long put(long address, Struct struct) {
        return put(address, struct.bytes());
    }

    long put(long address, byte[] bytes) {
        return memory().write(caller, address, bytes, 0, bytes.length).negative();
    }

    /** Copies a structure from the guest; null if the memory is not the caller's. */
    Struct get(long address, int size) {
        Struct struct = new Struct(size);
        Errno error = memory().read(caller, address, struct.bytes(), 0, size);
        return error == Errno.OK ? struct : null;
    }

    /** The same for a structure whose layout is the ABI's. */
    Struct get(long address, LinuxAbi.Layout layout) {
        Struct struct = new Struct(layout);
        Errno error = memory().read(caller, address, struct.bytes(), 0, layout.size());
        return error == Errno.OK ? struct : null;
    }

    /** A path argument, one char a byte. */
    Answer<String> path(int index) {
        return text(arguments[index]);
    }

    Answer<String> text(long address) {
        UserMemory.Text text = memory().string(caller, address, -1, PATH_MAX - 1);
        return text.error() == Errno.OK
                ? Answer.of(new String(text.bytes(), StandardCharsets.ISO_8859_1))
                : Answer.refused(text.error());
    }

    /** The open file of a descriptor argument, or null: EBADF. */
    OpenFile file(int index) {
        return process.descriptors().get(caller, number(index));
    }

    /**
     * Gives a file that was just opened a descriptor, and closes it if there is none left.
     *
     * @param onExec whether it closes when a program starts
     * @return the descriptor, or EMFILE as the ABI has it
     */
    long install(OpenFile file, boolean onExec) {
        long descriptor = process.descriptors().add(file, 0, onExec);
        if (descriptor < 0) {
            file.release(caller);
        }
        return descriptor;
    }

    /** Where a path starts that comes with a directory descriptor. */
    Answer<Directory> base(int descriptor, String path) {
        if (descriptor == AT_FDCWD || path.startsWith("/")) {
            return Answer.of(process.workingDirectory());
        }
        OpenFile file = process.descriptors().get(caller, descriptor);
        if (file == null) {
            return Answer.refused(Errno.EBADF);
        }
        return file.inode() instanceof Directory directory
                ? Answer.of(directory)
                : Answer.refused(Errno.ENOTDIR);
    }

    long nowMc() {
        return caller.nowMc();
    }

    /** Waits until one of the queues wakes it, or until the deadline if one is set. */
    long park(WaitQueue... on) {
        for (WaitQueue queue : on) {
            queue.add(waiter);
            queues.add(queue);
        }
        waited = true;
        return PARKED;
    }

    /**
     * Sets when a wait ends at the latest; the first call counts, later ones after a wait do not.
     */
    void deadline(long mc) {
        if (timer == null) {
            timer =
                    kernel().board()
                            .timers()
                            .arm(
                                    mc,
                                    at -> {
                                        timedOut = true;
                                        wakeUp(at);
                                    });
        }
    }

    /** A handler ends this wait even if it asks for restarts: its time would begin anew. */
    void endWithHandler() {
        endsWithHandler = true;
    }

    boolean endsWithHandler() {
        return endsWithHandler;
    }

    private void awake(long atMc) {
        wakeUp(atMc);
    }

    private void wakeUp(long atMc) {
        if (!queues.isEmpty() || waited) {
            leaveQueues();
            waited = false;
            waker.wake(atMc);
        }
    }

    private void leaveQueues() {
        for (WaitQueue queue : queues) {
            queue.remove(waiter);
        }
        queues.clear();
    }

    /** A signal ends the wait. */
    void interrupt(long atMc) {
        interrupted = true;
        wakeUp(atMc);
    }

    /** A signal came before the wait began. */
    void interruptNow() {
        leaveQueues();
        waited = false;
        interrupted = true;
    }

    /** The call is over: nothing must wake it any more. */
    void finish() {
        leaveQueues();
        waited = false;
        if (timer != null) {
            timer.cancel();
        }
    }

    boolean waiting() {
        return waited;
    }

    boolean timedOut() {
        return timedOut;
    }

    boolean interrupted() {
        return interrupted;
    }

    /** What a handler keeps over a wait. */
    long progress() {
        return progress;
    }

    void progress(long value) {
        progress = value;
    }

    Object memo() {
        return memo;
    }

    void memo(Object value) {
        memo = value;
    }
}
