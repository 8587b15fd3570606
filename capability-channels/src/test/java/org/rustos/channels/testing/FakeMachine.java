package org.rustos.channels.testing;

import org.rustos.channels.Mechanism;
import org.rustos.channels.Settings;
import org.rustos.core.cpu.Isa;
import org.rustos.core.machine.Board;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.ExitReason;
import org.rustos.core.machine.Machine;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.timing.Account;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.KernelConfig;
import org.rustos.kernel.StandardStreams;
import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Console;
import org.rustos.kernel.file.Credentials;
import org.rustos.kernel.file.FileSystem;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.file.StandardTree;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;
import org.rustos.kernel.program.ProgramException;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One process over one mechanism on a machine without an engine. */
public final class FakeMachine implements AutoCloseable {
    /** Where a guest has a megabyte of its own on a machine with keys. */
    public static final long BUFFER = 0x10_0000;

    /** Where it has it on other machines. */
    public static final long HIGH_BUFFER = 0x8000_0000L;

    private static final long BUFFER_BYTES = 1 << 20;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final FakeCpuModel cpu;
    private final Board board;
    private final Kernel kernel;
    private final Process process;
    private final UserThread thread;
    private final List<FakeGuest> guests = new ArrayList<>();
    private Mechanism.Bound bound;

    /** A machine of some cores, all in one cluster, whose CPU has protection keys. */
    public FakeMachine(int cores) {
        this(cores, Isa.X86_64);
    }

    /** The same with another CPU. */
    public FakeMachine(int cores, Isa isa) {
        this(cores, isa, KernelConfig.DEFAULT);
    }

    /** The same with another kernel. */
    public FakeMachine(int cores, Isa isa, KernelConfig config) {
        List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < cores; i++) {
            slots.add(i);
        }
        cpu = new FakeCpuModel(isa);
        board = new Board(cpu, new Board.Options(64 << 20, slots, true));
        kernel = new Kernel(board, config);
        Volume volume = kernel.newVolume();
        FileSystem tree = StandardTree.empty(volume, 1);
        kernel.install(
                tree,
                new StandardStreams(
                        new Console(volume, console::write, null, false),
                        new Console(volume, console::write, null, false),
                        new Console(volume, console::write, null, false)));
        process = kernel.createProcess(null);
        thread = kernel.createThread(process, kernel.newContext(process.space()));
        map(buffer(), buffer() + BUFFER_BYTES, Permissions.READ_WRITE);
    }

    private long buffer() {
        return board.profile().isa() == Isa.X86_64 ? BUFFER : HIGH_BUFFER;
    }

    /**
     * Another process with a megabyte of its own and one thread; it runs when it is made ready.
     *
     * @param program what it does, then or from the time at which the first thread starts
     */
    public UserThread another(FakeGuest.Program program) {
        Process other = kernel.createProcess(process);
        FakeContext context = (FakeContext) kernel.newContext(other.space());
        context.guest = new FakeGuest(context, program);
        guests.add(context.guest);
        long from = buffer();
        other.areas()
                .add(
                        new Area(
                                from,
                                from + BUFFER_BYTES,
                                Permissions.READ_WRITE,
                                Backing.ANONYMOUS,
                                PageSize.SMALL,
                                "[test]"));
        return kernel.createThread(other, context);
    }

    public Kernel kernel() {
        return kernel;
    }

    public Board board() {
        return board;
    }

    public UserThread thread() {
        return thread;
    }

    public Process process() {
        return process;
    }

    public String console() {
        return console.toString(StandardCharsets.UTF_8);
    }

    /** Adds a range of zeroed memory. */
    public void map(long from, long to, Permissions rights) {
        process.areas()
                .add(new Area(from, to, rights, Backing.ANONYMOUS, PageSize.SMALL, "[test]"));
    }

    /** Tags of the line behind a user address. */
    public int tags(long va) {
        return cpu.capabilities(board.memory()).tags(process.space().lookup(va).physical(va));
    }

    /** Copies a hardware capability between user addresses. */
    public void copyCapability(long from, long to) {
        ((FakeCapabilities) cpu.capabilities(board.memory()))
                .copy(
                        process.space().lookup(from).physical(from),
                        process.space().lookup(to).physical(to));
    }

    /** Creates a file in the root directory. */
    public RegularFile file(String name, byte[] content) {
        Answer<OpenFile> opened =
                kernel.files()
                        .open(
                                kernel.files().root(),
                                name,
                                OpenFlags.CREATE | OpenFlags.READ_WRITE,
                                0644,
                                Credentials.ROOT,
                                Payer.NOBODY);
        RegularFile file = (RegularFile) opened.value().inode();
        file.fill(content);
        opened.value().release(Payer.NOBODY);
        return file;
    }

    /** Binds a mechanism; once. */
    public Mechanism.Bound bind(Mechanism mechanism, Settings settings) throws ProgramException {
        bound = mechanism.bind(new Mechanism.Binding(kernel, process, thread, null, 0, settings));
        return bound;
    }

    /** Runs a guest to its end; what it threw is thrown here. */
    public ExitReason run(FakeGuest.Program program) {
        FakeContext context = (FakeContext) thread.context();
        context.guest = new FakeGuest(context, program);
        guests.add(context.guest);
        Machine machine = new Machine(board.cores(), kernel, board.timers());
        machine.limitMc(2_000_000_000_000L);
        kernel.scheduler().ready(thread, 0);
        ExitReason reason = machine.run();
        for (FakeGuest guest : guests) {
            if (guest.failure() != null) {
                throw new AssertionError(guest.failure());
            }
        }
        return reason;
    }

    /** What every core has counted. */
    public List<Account> accounts() {
        List<Account> all = new ArrayList<>();
        for (Core core : board.cores()) {
            all.add(core.ledger().account());
        }
        return all;
    }

    @Override
    public void close() {
        board.close();
    }
}
