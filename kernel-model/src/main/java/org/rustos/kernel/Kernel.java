package org.rustos.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.rustos.core.cpu.KernelPaths;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Board;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Supervisor;
import org.rustos.core.machine.Work;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.OutOfFramesException;
import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.file.FileSystem;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.memory.Frames;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.memory.UserMemory;
import org.rustos.kernel.network.Loopback;
import org.rustos.kernel.network.NetworkServices;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.ProcessTable;
import org.rustos.kernel.process.Scheduler;
import org.rustos.kernel.process.UserThread;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The supervisor: one switch over traps, and the services that every mechanism shares.
 *
 * <p>It does not know which ISA runs and which mechanism carried a request; a process's {@link
 * CallFront} does.
 */
public final class Kernel implements Supervisor {
    private static final String PATHS = "kernel-paths.json";

    /** A guest that crashes one process after the other must not fill the host's memory. */
    private static final int MOST_NOTICES = 1000;

    private static final int LONGEST_INSTRUCTION = 15;

    private final Board board;
    private final KernelConfig config;
    private final Checks checks;
    private final KernelPaths paths;
    private final KernelHeap heap = new KernelHeap();
    private final Frames frames;
    private final UserMemory userMemory;
    private final Scheduler scheduler;
    private final ProcessTable processes;
    private final MarkerLog markers = new MarkerLog();
    private final List<String> notices = new ArrayList<>();
    private FileSystem files;
    private final Shootdown shootdown;
    private StandardStreams streams;
    private NetworkServices network;
    private final List<Kept.NumberListener> settlers = new ArrayList<>();
    private transient RequestObserver requests;
    private int nextAsid = 1;

    public Kernel(Board board, KernelConfig config) {
        this.board = board;
        this.config = config;
        this.checks = new Checks(config.flaws());
        this.paths = new KernelPaths(PATHS, readPaths(), board.profile());
        this.frames = new Frames(board.frames());
        this.userMemory = new UserMemory(board.memory());
        this.scheduler =
                new Scheduler(
                        board.cores(),
                        board.timers(),
                        paths,
                        board.profile().feature("tagged-tlb"),
                        nanosToMc(config.sliceNanos()));
        this.shootdown = new Shootdown(board, scheduler);
        this.processes = new ProcessTable(config.maxProcesses());
    }

    private static JsonNode readPaths() {
        try (InputStream in = Kernel.class.getResourceAsStream(PATHS)) {
            return new ObjectMapper().readTree(in).path("paths");
        } catch (IOException e) {
            throw new UncheckedIOException(PATHS, e);
        }
    }

    public Board board() {
        return board;
    }

    /** What it checks, and what of it a run came by. */
    public Checks checks() {
        return checks;
    }

    public KernelConfig config() {
        return config;
    }

    public KernelPaths paths() {
        return paths;
    }

    /** The paths as a process goes through them. */
    public KernelPaths paths(Process process) {
        return process.paths() == null ? paths : process.paths();
    }

    public KernelHeap heap() {
        return heap;
    }

    public Frames frames() {
        return frames;
    }

    public UserMemory userMemory() {
        return userMemory;
    }

    /** A volume whose inodes live on this machine. */
    public Volume newVolume() {
        return new Volume(board.memory(), frames, heap, this::mcToNanos, this::notice);
    }

    /** Gives the machine its files and its terminal; once, before the first process. */
    public void install(FileSystem tree, StandardStreams standardStreams) {
        files = tree;
        streams = standardStreams;
        network = new NetworkServices(tree.volume(), new Loopback(), config.maxHandles());
    }

    /** What the sockets of the machine share. */
    public NetworkServices network() {
        return network;
    }

    public StandardStreams streams() {
        return streams;
    }

    public FileSystem files() {
        return files;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public ProcessTable processes() {
        return processes;
    }

    public MarkerLog markers() {
        return markers;
    }

    /** One-line messages for the user: unknown calls, killed processes; in the order of time. */
    public List<String> notices() {
        return notices;
    }

    public void notice(String line) {
        if (notices.size() < MOST_NOTICES) {
            notices.add(line);
        } else if (notices.size() == MOST_NOTICES) {
            notices.add("further messages are left out");
        }
    }

    /** Simulated nanoseconds to millicycles of this CPU. */
    public long nanosToMc(long nanos) {
        return Math.round(nanos * board.profile().gigahertz() * 1000);
    }

    /** Millicycles to simulated nanoseconds since the machine started. */
    public long mcToNanos(long mc) {
        return (long) (mc / (board.profile().gigahertz() * 1000));
    }

    /** A fresh address space with nothing mapped. */
    public AddressSpace newSpace() {
        return new AddressSpace(nextAsid++, board.tables(), board.aliases());
    }

    /** The areas of a fresh address space. */
    public UserAreas newAreas(AddressSpace space) {
        return new UserAreas(space, board.memory(), frames, this::forget);
    }

    /**
     * A process with empty memory, or null when there are too many or RAM is exhausted.
     *
     * @param parent null for the first
     */
    public Process createProcess(Process parent) {
        AddressSpace space;
        try {
            space = newSpace();
        } catch (OutOfFramesException e) {
            return null;
        }
        Process process = processes.create(parent, heap.allocate(4));
        if (process == null) {
            space.destroy();
        } else {
            process.memory(space, newAreas(space));
            process.checks(checks);
        }
        return process;
    }

    /** A thread that does not run yet; {@link Scheduler#ready} starts it. */
    public UserThread createThread(Process process, HartContext context) {
        UserThread thread = new UserThread(processes.nextId(), process, context, heap.allocate(4));
        process.threads().add(thread);
        return thread;
    }

    /** A context in the state of a fresh program. */
    public HartContext newContext(AddressSpace space) {
        return board.cores().getFirst().hart().newContext(space);
    }

    /** Makes all harts decode code of a space anew; the price is the caller's. */
    public void synchronizeCode(AddressSpace space) {
        forget(space, 0, space.userEnd());
    }

    /** Makes all harts forget pages; prices are the caller's (see {@link #shootdown}). */
    private void forget(AddressSpace space, long va, long bytes) {
        for (Core core : board.cores()) {
            core.hart().forget(space, va, bytes);
        }
    }

    /** Prices the loss of translations on all cores, see {@link Shootdown}; the caller unmaps. */
    public void shootdown(Core payer, AddressSpace space, List<Mapping> pages) {
        shootdown.pages(payer, space, pages);
    }

    @Override
    public void trapped(Core core, Trap trap) {
        UserThread thread = scheduler.running(core);
        switch (trap) {
            case Trap.Syscall call -> thread.process().front().called(core, thread, call.number());
            // As work, so that cores with earlier clocks come first and a mark sees all cores at
            // its own time.
            case Trap.Marker mark -> core.submit(new MarkWork(thread.process(), mark));
            case Trap.PageFault fault -> core.submit(new FaultWork(this, thread, fault));
            default -> unresolved(core, thread, trap);
        }
    }

    /** A mark on its way into the log: no cycles. */
    private final class MarkWork implements Work {
        private final Process process;
        private final Trap.Marker mark;

        MarkWork(Process process, Trap.Marker mark) {
            this.process = process;
            this.mark = mark;
        }

        @Override
        public Progress step(Core core) {
            settle(core.clockMc());
            if (!markers.add(process.id(), core, board.cores(), mark.kind(), mark.value())
                    && !process.exited()) {
                notice(
                        "process %d killed by %s: more than %d markers"
                                .formatted(process.id(), Signal.SIGKILL, MarkerLog.MOST));
                exit(process, 128 + Signal.SIGKILL.number(), Signal.SIGKILL.number());
            }
            return Progress.DONE;
        }
    }

    /**
     * Somebody who accounts some of its time later (a parked polling thread) is told of each
     * snapshot of all accounts, with the time of it.
     */
    public void onSettle(Kept.NumberListener listener) {
        settlers.add(listener);
    }

    /** Who is told of requests in shared memory, or null. */
    public RequestObserver requests() {
        return requests;
    }

    /** Tells somebody of requests in shared memory from now on. */
    public void observe(RequestObserver told) {
        requests = told;
    }

    private void settle(long atMc) {
        settlers.forEach(listener -> listener.accept(atMc));
    }

    /** A fault that stays a fault: the front may deliver it, else it kills. */
    void unresolved(Core core, UserThread thread, Trap trap) {
        if (!thread.process().front().faulted(core, thread, trap)) {
            Signal signal = thread.process().front().signal(thread.process(), trap);
            notice(
                    "process %d killed by %s: %s at pc 0x%x%s"
                            .formatted(
                                    thread.process().id(),
                                    signal,
                                    FaultText.of(trap, thread.process().areas()),
                                    thread.context().pc(),
                                    refusal(thread, trap)));
            exit(thread.process(), 128 + signal.number(), signal.number());
        }
    }

    /** What the CPU model has to say about an instruction that it refused. */
    private String refusal(UserThread thread, Trap trap) {
        if (!(trap instanceof Trap.IllegalInstruction(long pc))) {
            return "";
        }
        byte[] code = new byte[LONGEST_INSTRUCTION];
        int length = 0;
        while (length < code.length) {
            Mapping page = thread.process().space().lookup(pc + length);
            if (page == null) {
                break;
            }
            code[length] = board().memory().getByte(page.physical(pc + length));
            length++;
        }
        String reason = board().model().refusal(Arrays.copyOf(code, length));
        return reason.isEmpty() ? "" : ": " + reason;
    }

    /** A page was promised that RAM no longer has: the toucher dies, as by Linux's OOM killer. */
    public void outOfMemory(Process process) {
        notice(
                "process %d killed by %s: guest RAM is used up; give more by --ram"
                        .formatted(process.id(), Signal.SIGKILL));
        exit(process, 128 + Signal.SIGKILL.number(), Signal.SIGKILL.number());
    }

    /** One thread ends; the last one ends its process. */
    public void exitThread(UserThread thread, int status) {
        Process process = thread.process();
        if (process.threads().size() == 1) {
            exit(process, status & 0xff, 0);
        } else {
            scheduler.dead(thread);
            process.threads().remove(thread);
            process.front().exited(thread);
        }
    }

    /**
     * A process ends with all its threads and gives its memory back.
     *
     * @param status 0..255, or 128 + signal
     * @param signal the signal that killed it, or 0
     */
    public void exit(Process process, int status, int signal) {
        if (process.exited()) {
            return;
        }
        long now = 0;
        for (UserThread thread : process.threads()) {
            Core core = scheduler.coreOf(thread);
            now = core == null ? now : Math.max(now, core.clockMc());
        }
        settle(now);
        for (UserThread thread : List.copyOf(process.threads())) {
            scheduler.dead(thread);
            process.front().exited(thread);
        }
        discard(process.space(), process.areas());
        processes.ended(process, status, signal);
    }

    /** Gives memory back that no process has any more (exit, execve). */
    public void discard(AddressSpace space, UserAreas areas) {
        areas.clear();
        forget(space, 0, Long.MAX_VALUE);
        space.destroy();
    }

    @Override
    public boolean dispatch(Core core) {
        return scheduler.dispatch(core);
    }

    @Override
    public boolean finished() {
        return processes.firstExited();
    }
}
