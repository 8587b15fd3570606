package org.rustos.channels.message;

import org.rustos.channels.Hardware;
import org.rustos.channels.Mechanism;
import org.rustos.channels.abi.CodeSections;
import org.rustos.channels.abi.MessageLayout;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.core.cpu.Isa;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.hart.HartContext;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.ipc.Endpoint;
import org.rustos.kernel.ipc.Ipc;
import org.rustos.kernel.op.Capabilities;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;
import org.rustos.kernel.program.ProgramException;
import org.rustos.kernel.program.ProgramLoader;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The processes that speak to each other on one machine: the file server and its clients. */
public final class MessageSystem {
    /** Setting: whether traps clear the history of branches. */
    static final String HISTORY = "history";

    /** Of the file server and the first program: others can only have less. */
    private static final int PRIORITY = 64;

    private final Mechanism.Binding first;
    private final Kernel kernel;
    private final Ipc ipc;
    private final Capabilities capabilities = new Capabilities();
    private Windows windows;
    private Endpoint fileServer;
    private int clients;
    private long operations;

    /** A system without a server; the binding is the first client's. */
    public MessageSystem(Mechanism.Binding first) {
        this.first = first;
        this.kernel = first.kernel();
        this.ipc =
                new Ipc(
                        kernel,
                        RegisterMap.of(isa(), first.thread().context()),
                        first.settings().number(HISTORY, 1) != 0);
    }

    private Isa isa() {
        return kernel.board().profile().isa();
    }

    Kernel kernel() {
        return kernel;
    }

    Ipc ipc() {
        return ipc;
    }

    /** Some process had the kernel do an operation. */
    void kernelOperation() {
        operations++;
    }

    Endpoint fileServer() {
        return fileServer;
    }

    /** Shared memory, or null. */
    Windows windows() {
        return windows;
    }

    /** Starts the file server's process; it has not run when this returns. */
    void startServer(boolean shared) throws ProgramException {
        Started server = load(ServerImage.of(isa()), List.of("file-server"), null);
        if (server == null) {
            throw new ProgramException("the file server does not fit; give more RAM by --ram");
        }
        if (shared) {
            windows = new Windows(kernel);
            if (!windows.open(server.process())) {
                throw new ProgramException(
                        "the file server's shared memory does not fit; give more RAM by --ram");
            }
        }
        MessageTraps traps = new MessageTraps(this, 0, List.of());
        server.thread().priority(PRIORITY);
        attach(traps, server);
        fileServer = ipc.newEndpoint(traps.self());
        kernel.scheduler().ready(server.thread(), 0);
    }

    /** Makes the first process a client. */
    Mechanism.Bound bindClient() {
        MessageTraps traps = new MessageTraps(this, newClient(), List.of());
        first.thread().priority(PRIORITY);
        RustosProcess process = attach(traps, new Started(first.process(), first.thread()));
        return () -> {
            SortedMap<String, Long> all = new TreeMap<>(process.counters());
            ipc.counts().addTo(all);
            all.put("message.kernel.operations", operations);
            return Collections.unmodifiableSortedMap(all);
        };
    }

    /** The next client's number, or 0 when the file server has no room for another. */
    private int newClient() {
        return fileServer == null || clients == MessageLayout.MAX_CLIENTS ? 0 : ++clients;
    }

    /** Makes a process that somebody else loaded one of ours, with what it was given. */
    MessageTraps join(Process process, UserThread thread, List<Long> inherited) {
        MessageTraps traps = new MessageTraps(this, newClient(), inherited);
        attach(traps, new Started(process, thread));
        return traps;
    }

    /** A process of ours from here on; its thread may use messages. */
    private RustosProcess attach(MessageTraps traps, Started started) {
        RustosProcess process =
                new RustosProcess(
                        new Mechanism.Binding(
                                kernel,
                                started.process(),
                                started.thread(),
                                null,
                                0,
                                first.settings()),
                        capabilities,
                        0,
                        new byte[0],
                        List.of(traps));
        traps.attach(process, started.thread());
        return process;
    }

    /**
     * Another process of the first one's program.
     *
     * @param priority its own; what others lend it comes on top
     * @return its traps, or null if it does not fit
     */
    MessageTraps spawn(Process parent, int role, int priority) {
        List<String> arguments = new ArrayList<>(first.process().loaded().arguments());
        arguments.add("role=" + role);
        Started started = load(first.image(), arguments, parent);
        if (started == null) {
            return null;
        }
        started.thread().priority(priority);
        return join(started.process(), started.thread(), new ArrayList<>());
    }

    private record Started(Process process, UserThread thread) {}

    private Started load(ElfImage image, List<String> arguments, Process parent) {
        Process process = kernel.createProcess(parent);
        if (process == null) {
            return null;
        }
        HartContext context = kernel.newContext(process.space());
        UserThread thread = kernel.createThread(process, context);
        try {
            process.loaded(
                    new ProgramLoader(kernel)
                            .load(
                                    process,
                                    context,
                                    new ProgramLoader.Request(
                                            image,
                                            arguments,
                                            List.of(),
                                            CodeSections.CATEGORIES::get,
                                            Hardware.of(kernel.board().profile()))));
        } catch (ProgramException e) {
            kernel.discard(process.space(), process.areas());
            kernel.processes().ended(process, 1, 0);
            kernel.processes().reap(process);
            return null;
        }
        return new Started(process, thread);
    }
}
