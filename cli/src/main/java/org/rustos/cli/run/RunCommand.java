package org.rustos.cli.run;

import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Mechanisms;
import org.rustos.channels.Simulation;
import org.rustos.channels.debug.ReplayedStreams;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.CpuCatalogue;
import org.rustos.cli.ExitCode;
import org.rustos.cli.forward.EventLog;
import org.rustos.cli.forward.Forward;
import org.rustos.cli.forward.LiveNetwork;
import org.rustos.cli.gdb.DebuggedGuest;
import org.rustos.cli.gdb.GdbOption;
import org.rustos.cli.gdb.KilledException;
import org.rustos.cli.plugin.PluginOption;
import org.rustos.cli.record.RunRecorder;
import org.rustos.core.memory.OutOfFramesException;
import org.rustos.core.snapshot.SnapshotException;
import org.rustos.cpu.riscv.bare.BareMachine;
import org.rustos.kernel.KernelConfig;
import org.rustos.kernel.file.HostDisk;
import org.rustos.kernel.file.HostEntry;
import org.rustos.kernel.linux.LinuxSyscalls;
import org.rustos.kernel.linux.trace.CallTrace;
import org.rustos.kernel.program.ProgramException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** Runs one guest program: what every other way of running is an elaboration of. */
@Command(
        name = "run",
        description = {
            "Runs a guest program on a simulated CPU and kernel.",
            "",
            "IMAGE is a static ELF file of the host, WORKLOAD an id of 'list workloads'. The"
                    + " program's name is argv[0] and ARGS follow. It starts in the folder / of"
                    + " its own file system: an empty one, or with --root a read-only import of"
                    + " DIR, whose changes are kept in memory and forgotten at the end. Of the"
                    + " host's environment it sees nothing.",
            "",
            "Standard output is the guest's own; what the emulator says goes to standard error."
        },
        footer = {
            "",
            "Exit code: the guest's own, 128 + signal if a trap killed it; 64 usage, 65 bad input,"
                    + " 69 engine or native library, 70 our bug, 75 a limit was reached,"
                    + " 76 verification failed.",
            "",
            "Examples:",
            "  rustos run null-call --mechanism ring --stats text",
            "  rustos run --root . /usr/bin/busybox -- sha256sum README.md"
        },
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    static final int MOST_CORES = 16;

    /** How to print statistics. */
    enum Format {
        TEXT,
        JSON
    }

    /** For completion. */
    static final class CpuIds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return CpuModelFinder.ids().iterator();
        }
    }

    /** For completion. */
    static final class MechanismIds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Mechanisms.all().stream().map(Mechanism::id).iterator();
        }
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "IMAGE|WORKLOAD",
            description = "A file that exists, or a workload id.")
    private String what;

    @Parameters(index = "1..*", paramLabel = "ARGS", description = "The guest's arguments.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--cpu",
            paramLabel = "ID|FILE",
            completionCandidates = CpuIds.class,
            description = "CPU model or profile file; default ${DEFAULT-VALUE}.")
    private String cpu = CpuCatalogue.STANDARD;

    @Option(
            names = "--mechanism",
            paramLabel = "ID",
            completionCandidates = MechanismIds.class,
            description = {
                "How user code calls the kernel. Default: what the image's note says, syscall for"
                        + " an image without one and for a workload."
            })
    private String mechanism;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Folder that the guest sees as /, read-only, never left.")
    private Path root;

    @Option(
            names = "--cores",
            paramLabel = "N",
            description = {
                "Cores for guest threads (harts of a bare board), 1 to 16; default"
                        + " ${DEFAULT-VALUE}.",
                "They fill clusters and NUMA nodes of the CPU's profile one after another."
            })
    private int cores = 1;

    @Option(
            names = "--max-cycles",
            paramLabel = "N",
            description = "Stop after that many cycles with exit code 75; default: no limit.")
    private Long maxCycles;

    @Option(
            names = "--no-timing",
            description = "Only count instructions: faster, but cycles mean nothing.")
    private boolean untimed;

    @Option(
            names = "--strace",
            description = "Print the Linux system calls of the guest to standard error.")
    private boolean traceCalls;

    @Option(
            names = "--stats",
            paramLabel = "text|json",
            description = {
                "Print what was counted to standard error; json is one object on its last line."
            })
    private Format stats;

    @Option(
            names = "--ram",
            paramLabel = "SIZE",
            converter = ByteSize.Converter.class,
            description = "Guest memory, 1M to 16G; default 1G.")
    private ByteSize ram = new ByteSize(1L << 30);

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Source of all that looks random to the guest; default ${DEFAULT-VALUE}.")
    private long seed = KernelConfig.DEFAULT.seed();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = {
                "A setting of the mechanism or a parameter of the workload; 'list mechanisms' and"
                        + " 'list workloads' show them. May be repeated."
            })
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--bare",
            description = {
                "Start a RISC-V image in machine mode on a board without a kernel: RAM at"
                        + " 0x80000000, HTIF, UART, CLINT, PLIC, virtio disk as on QEMU's virt."
                        + " Untimed; --max-cycles then counts instructions of a hart."
            })
    private boolean bare;

    @Option(
            names = "--disk",
            paramLabel = "FILE",
            description = {
                "With --bare: raw image behind a virtio block device; it is only read, changes are"
                        + " kept in memory and forgotten at the end."
            })
    private Path disk;

    @Option(
            names = "--record",
            paramLabel = "DIR",
            description = {
                "Keep all that the run reads in a new folder, so that 'replay DIR' can do it again"
                        + " anywhere."
            })
    private Path record;

    @Option(
            names = "--forward",
            paramLabel = "[HOST:]HOSTPORT:GUESTPORT",
            converter = Forward.Converter.class,
            description = {
                "Let programs of the host connect to a port of the guest; at 127.0.0.1 unless HOST"
                        + " says where. HOSTPORT 0 takes any that is free. May be repeated."
            })
    private List<Forward> forwards = new ArrayList<>();

    @Mixin private TraceOptions traces;

    @Mixin private SnapshotOptions snapshots;

    @Mixin private GdbOption gdb;

    @Mixin private PluginOption plugins;

    @Spec private CommandSpec spec;

    private final HostStreams streams;
    private List<Path> jars = List.of();

    /** For the streams of this process. */
    public RunCommand() {
        this(HostStreams.ofProcess());
    }

    public RunCommand(HostStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        checkStart();
        checkRanges();
        jars = plugins.load();
        traces.check(bare);
        checkDebugger();
        if (bare) {
            return runBare();
        }
        try {
            if (snapshots.from() != null) {
                return runFrom();
            }
            return gdb.address() == null ? runFree() : debug();
        } catch (KilledException e) {
            return KilledException.STATUS;
        } catch (ProgramException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, what + ": " + e.getMessage());
        } catch (OutOfFramesException e) {
            throw new CommandFailure(
                    ExitCode.LIMIT, "guest RAM is used up; give more by --ram SIZE");
        } catch (HostStreams.ReaderGone e) {
            return HostStreams.ReaderGone.STATUS;
        }
    }

    private int runFree() throws ProgramException {
        RunInputs inputs = inputs();
        RecordedInputs host = new RecordedInputs();
        Guest guest =
                new GuestFinder(cpu, mechanism, settings, record == null ? HostInputs.HOST : host)
                        .find(what, arguments);
        int allCores = cores + guest.mechanism().kernelCores(guest.settings());
        try (RunRecorder recorder = record == null ? null : new RunRecorder(record, allCores);
                Simulation simulation = simulation(inputs, guest, recorder)) {
            RunReport report;
            try (LiveNetwork _ = network(simulation, recorder)) {
                if (recorder != null) {
                    recorder.attach(simulation);
                }
                report = run(guest, inputs, HostInputs.HOST, simulation);
            }
            if (recorder != null) {
                host.finish(recorder, inputs, jars, report);
            }
            return report.ending().exitCode();
        }
    }

    private int runFrom() throws ProgramException {
        SnapshotOrigin origin = SnapshotOrigin.read(snapshots.from());
        RunInputs inputs = origin.inputs().withLimit(maxCycles);
        Guest guest = origin.guest(inputs);
        try (Simulation simulation = inputs.simulation(guest, tree(), streams.forGuest())) {
            simulation.states().restore(origin.file().snapshot());
            return run(guest, inputs, origin, simulation).ending().exitCode();
        } catch (SnapshotException e) {
            throw origin.damaged(e.getMessage());
        }
    }

    private int debug() throws ProgramException {
        RunInputs inputs = inputs();
        Guest guest = guest();
        HostEntry tree = tree();
        ReplayedStreams replayed = new ReplayedStreams(streams.forGuest());
        long started = System.nanoTime();
        try (DebuggedGuest debugged =
                new DebuggedGuest(
                        gdb.address(),
                        () -> inputs.simulation(guest(), tree, replayed.forGuest()),
                        replayed,
                        guest.name(),
                        content(guest),
                        printer()::say)) {
            Simulation.Outcome outcome = debugged.run();
            double seconds = (System.nanoTime() - started) / 1e9;
            RunReport report = RunReport.of(guest, inputs, debugged.simulation(), outcome, seconds);
            printer().say(report, outcome);
            return report.ending().exitCode();
        }
    }

    private Guest guest() {
        return new GuestFinder(cpu, mechanism, settings, HostInputs.HOST).find(what, arguments);
    }

    private byte[] content(Guest guest) {
        return guest.workload() == null
                ? HostInputs.HOST.image(what, () -> "").content()
                : guest.workload().image(guest.cpu().profile().isa(), guest.mechanism().id());
    }

    private int runBare() {
        try {
            return new BareRun(streams, printer()::say)
                    .run(
                            new BareRun.Plan(
                                    what, ram.bytes(), cores, disk, limit(), traces.commitLog()));
        } catch (HostStreams.ReaderGone e) {
            return HostStreams.ReaderGone.STATUS;
        }
    }

    private long limit() {
        return maxCycles == null ? Long.MAX_VALUE : maxCycles;
    }

    private void checkStart() {
        snapshots.check();
        boolean outside = bare || gdb.address() != null || record != null || !forwards.isEmpty();
        if (snapshots.any() && outside) {
            throw CommandFailure.usage(
                    "--snapshot-at: goes with no --bare, --gdb, --record or --forward; leave it"
                            + " out");
        }
        if (snapshots.from() == null) {
            if (what == null) {
                throw CommandFailure.usage(
                        "run: name an IMAGE or a WORKLOAD, or a snapshot by --from");
            }
            return;
        }
        if (what != null) {
            throw CommandFailure.usage(
                    "--from "
                            + snapshots.from()
                            + ": goes with no program; leave "
                            + what
                            + " out");
        }
        if (outside) {
            throw CommandFailure.usage(
                    "--from: goes with no --bare, --gdb, --record or --forward; leave it out");
        }
    }

    private void checkRanges() {
        if (disk != null && !bare) {
            throw CommandFailure.usage("--disk needs --bare");
        }
        int most = bare ? BareMachine.MOST_HARTS : MOST_CORES;
        if (cores < 1 || cores > most) {
            throw CommandFailure.usage("--cores " + cores + ": give 1 to " + most);
        }
        if (maxCycles != null && maxCycles < 1) {
            throw CommandFailure.usage("--max-cycles " + maxCycles + ": give at least 1");
        }
        if (record != null && bare) {
            throw CommandFailure.usage("--record: a bare board is not recorded; leave --bare out");
        }
        if (!forwards.isEmpty() && bare) {
            throw CommandFailure.usage("--forward: a bare board has no network; leave --bare out");
        }
        if (root != null && !Files.isDirectory(root)) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "--root " + root + ": no such folder; name one");
        }
    }

    private void checkDebugger() {
        boolean other = bare || traceCalls || traces.any() || record != null || !forwards.isEmpty();
        if (gdb.address() != null && other) {
            throw CommandFailure.usage(
                    "--gdb: goes with no --bare, --strace, --trace, --flame, --commit-log, --record"
                            + " or --forward; leave one of them out");
        }
    }

    private RunPrinter printer() {
        return new RunPrinter(spec.commandLine().getErr(), stats);
    }

    private RunInputs inputs() {
        return new RunInputs(
                what,
                arguments,
                cpu,
                mechanism,
                cores,
                maxCycles,
                untimed,
                ram.bytes(),
                seed,
                new TreeMap<>(settings),
                forwards.stream().map(Forward::guestPort).distinct().toList(),
                streams.terminal());
    }

    private Simulation simulation(RunInputs inputs, Guest guest, RunRecorder recorder)
            throws ProgramException {
        Simulation.Streams own = streams.forGuest();
        return recorder == null
                ? inputs.simulation(guest, tree(), own)
                : inputs.simulation(guest, recorder.root(tree()), recorder.streams(own));
    }

    private LiveNetwork network(Simulation simulation, RunRecorder recorder) {
        if (forwards.isEmpty()) {
            return null;
        }
        EventLog log = recorder == null ? EventLog.NONE : recorder.network();
        return LiveNetwork.open(simulation, forwards, log, printer()::say);
    }

    private HostEntry tree() {
        try {
            return root == null ? null : HostDisk.root(root);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, what + ": --root " + root + ": no readable directory");
        }
    }

    private RunReport run(Guest guest, RunInputs inputs, HostInputs host, Simulation simulation) {
        if (traceCalls) {
            traceCalls(simulation);
        }
        long started = System.nanoTime();
        Simulation.Outcome outcome;
        try (TraceOptions.Open _ = traces.attach(guest, simulation)) {
            SnapshotTaker taker = snapshots.taker(inputs, guest, host);
            outcome = taker == null ? simulation.run() : taker.run(simulation, printer()::say);
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        RunReport report = RunReport.of(guest, inputs, simulation, outcome, seconds);
        printer().say(report, outcome);
        return report;
    }

    private void traceCalls(Simulation simulation) {
        LinuxSyscalls calls = LinuxSyscalls.of(simulation.kernel().processes().first());
        if (calls == null) {
            throw CommandFailure.usage(
                    "--strace: the guest makes no Linux calls under this mechanism");
        }
        PrintWriter err = spec.commandLine().getErr();
        calls.trace(new CallTrace(calls.abi(), err::println));
    }
}
