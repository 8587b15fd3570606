package org.rustos.channels;

import org.rustos.channels.abi.CodeSections;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.hart.HartContext;
import org.rustos.core.machine.Board;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.ExitReason;
import org.rustos.core.machine.Machine;
import org.rustos.core.machine.MachineObserver;
import org.rustos.core.machine.Outside;
import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.snapshot.StateGraph;
import org.rustos.core.timing.Account;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.KernelConfig;
import org.rustos.kernel.MarkerLog;
import org.rustos.kernel.Standstill;
import org.rustos.kernel.file.Console;
import org.rustos.kernel.file.HostEntry;
import org.rustos.kernel.linux.LinuxSyscalls;
import org.rustos.kernel.network.ListenFile;
import org.rustos.kernel.network.RemoteClient;
import org.rustos.kernel.network.RemoteEnd;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;
import org.rustos.kernel.program.ProgramException;
import org.rustos.kernel.program.ProgramLoader;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * One run of one program over one mechanism on one CPU: the place where hardware, kernel, mechanism
 * and image are put together.
 */
public final class Simulation implements AutoCloseable {
    /**
     * What to run.
     *
     * @param arguments argv, the program's own name first
     * @param ramBytes guest RAM
     * @param userSlots for each core of user threads, at least one, the physical core that it is;
     *     see {@link org.rustos.core.timing.Topology#slots}
     * @param spread cores of kernel threads go to another cluster instead of the neighbour
     * @param timed false counts instructions only
     * @param maxCycles limit of simulated core cycles; {@link Long#MAX_VALUE} for none
     * @param root directory that is imported read-only, or null for an empty tree
     * @param files files that are created before the start, absolute path to content
     */
    public record Plan(
            CpuModel cpu,
            Mechanism mechanism,
            Settings settings,
            ElfImage image,
            List<String> arguments,
            List<String> environment,
            long ramBytes,
            List<Integer> userSlots,
            boolean spread,
            boolean timed,
            long maxCycles,
            KernelConfig kernel,
            HostEntry root,
            Map<String, byte[]> files,
            Streams streams) {
        /** The same with user threads on neighbouring cores. */
        public Plan(
                CpuModel cpu,
                Mechanism mechanism,
                Settings settings,
                ElfImage image,
                List<String> arguments,
                List<String> environment,
                long ramBytes,
                int userCores,
                boolean spread,
                boolean timed,
                long maxCycles,
                KernelConfig kernel,
                HostEntry root,
                Map<String, byte[]> files,
                Streams streams) {
            this(
                    cpu,
                    mechanism,
                    settings,
                    image,
                    arguments,
                    environment,
                    ramBytes,
                    IntStream.range(0, userCores).boxed().toList(),
                    spread,
                    timed,
                    maxCycles,
                    kernel,
                    root,
                    files,
                    streams);
        }
    }

    /**
     * Where the guest's standard streams go.
     *
     * @param terminal whether programs see a terminal
     */
    public record Streams(
            Console.Source in, Console.Sink out, Console.Sink err, boolean terminal) {}

    /**
     * How a run ended and what it counted.
     *
     * @param exitStatus of the first process: 0..255, 128 + signal, or -1 if it did not end
     * @param failure the engine's message, after a deadlock who stands where, or empty
     * @param total accounts of all cores at the end, by core id
     * @param userInstructions instructions retired by user code on all cores
     * @param counters what the mechanism counted
     * @param notices one-line messages for the user
     * @param notRepriceable why another cost table would have changed the run, or empty
     */
    public record Outcome(
            ExitReason reason,
            int exitStatus,
            String failure,
            List<Account> total,
            long userInstructions,
            List<MarkerLog.Mark> marks,
            SortedMap<String, Long> counters,
            List<String> notices,
            String notRepriceable) {}

    private final Board board;
    private final Kernel kernel;
    private final Machine machine;
    private final Mechanism.Bound bound;
    private final ElfImage image;
    private StateGraph states;

    /** All that a snapshot is of. */
    private record State(
            Board board, Kernel kernel, Machine machine, Mechanism.Bound bound, Object also) {}

    /**
     * Assembles everything; nothing has run yet.
     *
     * @throws ProgramException if the program cannot be started: one line with the reason
     */
    public Simulation(Plan plan) throws ProgramException {
        this.image = plan.image();
        this.board =
                new Board(
                        plan.cpu(),
                        new Board.Options(
                                plan.ramBytes(),
                                slots(plan),
                                plan.timed(),
                                NodePlacement.of(plan.settings()).clustersPerNode()));
        try {
            this.kernel = new Kernel(board, plan.kernel());
            GuestFiles.install(kernel, plan);
            Process process = kernel.createProcess(null);
            HartContext context = kernel.newContext(process.space());
            UserThread thread = kernel.createThread(process, context);
            ProgramLoader.Loaded loaded =
                    new ProgramLoader(kernel)
                            .load(
                                    process,
                                    context,
                                    new ProgramLoader.Request(
                                            plan.image(),
                                            plan.arguments(),
                                            plan.environment(),
                                            CodeSections.CATEGORIES::get,
                                            Hardware.of(plan.cpu().profile())));
            process.loaded(loaded);
            this.bound =
                    plan.mechanism()
                            .bind(
                                    new Mechanism.Binding(
                                            kernel,
                                            process,
                                            thread,
                                            plan.image(),
                                            loaded.base(),
                                            plan.settings()));
            this.machine = new Machine(board.cores(), kernel, board.timers());
            if (plan.timed() || board.cores().size() == 1) {
                machine.recognise(board.spinWatch());
            }
            if (plan.maxCycles() < Long.MAX_VALUE / 1000) {
                machine.limitMc(plan.maxCycles() * 1000);
            }
            kernel.scheduler().ready(thread, 0);
        } catch (RuntimeException | ProgramException e) {
            board.close();
            throw e;
        }
    }

    /** User cores first, then the cores of kernel threads. */
    private static List<Integer> slots(Plan plan) {
        List<Integer> slots = new ArrayList<>(plan.userSlots());
        int kernelCores = plan.mechanism().kernelCores(plan.settings());
        int cluster = plan.cpu().profile().coresPerCluster();
        NodePlacement placement = NodePlacement.of(plan.settings());
        if (placement.nodes() > 1) {
            return placement.slots(slots, kernelCores, cluster);
        }
        int taken = Collections.max(slots) + 1;
        int first = plan.spread() ? Math.ceilDiv(taken, cluster) * cluster : taken;
        for (int i = 0; i < kernelCores; i++) {
            slots.add(first + i);
        }
        return slots;
    }

    public Board board() {
        return board;
    }

    /** What the mechanism counted so far. */
    public SortedMap<String, Long> counters() {
        return Collections.unmodifiableSortedMap(bound.counters());
    }

    public Kernel kernel() {
        return kernel;
    }

    public void observe(MachineObserver observer) {
        machine.observe(observer);
    }

    /** Lets somebody outside of the machine connect to it; before the run. */
    public void attach(RemoteClient client) {
        ListenFile.install(kernel.files(), kernel.network(), client.port());
        RemoteEnd.attach(kernel.network(), client);
    }

    /**
     * Who takes snapshots of this run and puts them back, between two steps of it; asked for before
     * the run, with everybody attached.
     */
    public StateGraph states() {
        return states(null);
    }

    /**
     * The same, with what somebody outside knows of the run.
     *
     * @param also an object whose fields belong to the state, or null
     */
    public StateGraph states(Object also) {
        if (states == null) {
            FrameAllocator frames = board.frames();
            states =
                    new StateGraph(
                            new State(board, kernel, machine, bound, also),
                            board.memory().segment(),
                            frames::used,
                            frames::dirty);
        }
        return states;
    }

    /**
     * Lets the world outside act on the machine while it runs; before the run. A program of ours
     * gets a file for each port and is not killed by a client that vanishes.
     *
     * @param ports that it connects to
     */
    public void open(Outside outside, Collection<Integer> ports) {
        if (image.note() != null) {
            ports.forEach(p -> ListenFile.install(kernel.files(), kernel.network(), p));
            LinuxSyscalls.ignoreBrokenPipes(kernel.processes().first());
        }
        machine.open(outside);
    }

    /** Runs to the end. */
    public Outcome run() {
        return outcome(machine.run());
    }

    /**
     * Runs until every core has reached a time, in millicycles, or to the end; null if there is
     * more to run, see {@link Machine#runUntil}.
     */
    public Outcome runUntil(long mc) {
        ExitReason reason = machine.runUntil(mc);
        return reason == null ? null : outcome(reason);
    }

    /** The time of the next step, in millicycles. */
    public long nowMc() {
        return machine.nowMc();
    }

    /** Makes {@link #runUntil} return before the next step, when an observer asks for it. */
    public void pause() {
        machine.pause();
    }

    private Outcome outcome(ExitReason reason) {
        String failure =
                reason == ExitReason.DEADLOCK
                        ? String.join("; ", Standstill.lines(kernel))
                        : machine.failure();
        List<Account> total = new ArrayList<>();
        long instructions = 0;
        for (Core core : board.cores()) {
            total.add(core.ledger().account());
            instructions += core.hart().instructions();
        }
        return new Outcome(
                reason,
                kernel.processes().first().exitStatus(),
                failure,
                List.copyOf(total),
                instructions,
                kernel.markers().marks(),
                Collections.unmodifiableSortedMap(bound.counters()),
                List.copyOf(kernel.notices()),
                notRepriceable());
    }

    private String notRepriceable() {
        if (board.cores().size() > 1) {
            return "more than one core: their order depends on cost";
        }
        boolean observed = board.cores().stream().anyMatch(core -> core.ledger().wasTimeObserved());
        return observed ? "a clock, timer or time slice took a decision" : "";
    }

    @Override
    public void close() {
        board.close();
    }
}
