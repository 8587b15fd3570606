package org.rustos.channels.message;

import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.channels.abi.OpCode;
import org.rustos.channels.abi.TrapNumbers;
import org.rustos.channels.request.Request;
import org.rustos.channels.request.RequestDecoder;
import org.rustos.channels.trap.Bootstrap;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.channels.trap.TrapHandler;
import org.rustos.core.hart.HartContext;
import org.rustos.core.machine.Core;
import org.rustos.kernel.CallWork;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.ipc.IpcThread;
import org.rustos.kernel.ipc.ObjectRuns;
import org.rustos.kernel.ipc.ReceiveWork;
import org.rustos.kernel.ipc.SendWork;
import org.rustos.kernel.ipc.SignalWork;
import org.rustos.kernel.op.CapabilityHandles;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.op.RefusedRun;
import org.rustos.kernel.process.UserThread;

import java.util.List;
import java.util.SortedMap;

/** The traps of one process that sends messages: the file server's, or a client's. */
final class MessageTraps implements TrapHandler {

    private final MessageSystem system;
    private final int client;
    private final List<Long> inherited;
    private final RequestDecoder decoder = new RequestDecoder(true);
    private RustosProcess process;
    private IpcThread self;

    /**
     * Traps of a process that is not there yet.
     *
     * @param client its number with the file server, from 1; 0 for the server, and for who has none
     * @param inherited capabilities that it was started with
     */
    MessageTraps(MessageSystem system, int client, List<Long> inherited) {
        this.system = system;
        this.client = client;
        this.inherited = inherited;
    }

    void attach(RustosProcess owner, UserThread thread) {
        process = owner;
        self = system.ipc().join(thread, owner.table());
    }

    IpcThread self() {
        return self;
    }

    MessageSystem system() {
        return system;
    }

    RustosProcess process() {
        return process;
    }

    List<Long> inherited() {
        return inherited;
    }

    private boolean serves() {
        return system.fileServer() != null && system.fileServer().isOwnedBy(self);
    }

    @Override
    public boolean called(Core core, UserThread thread, long number) {
        HartContext registers = thread.context();
        switch (Math.clamp(number, 0, Integer.MAX_VALUE)) {
            case TrapNumbers.MESSAGE_SEND -> core.submit(new SendWork(system.ipc(), self, false));
            case TrapNumbers.MESSAGE_CALL -> core.submit(new SendWork(system.ipc(), self, true));
            case TrapNumbers.MESSAGE_RECEIVE ->
                    core.submit(new ReceiveWork(system.ipc(), self, false, true));
            case TrapNumbers.MESSAGE_REPLY ->
                    core.submit(new ReceiveWork(system.ipc(), self, true, false));
            case TrapNumbers.MESSAGE_REPLY_WAIT ->
                    core.submit(new ReceiveWork(system.ipc(), self, true, true));
            case TrapNumbers.MESSAGE_SIGNAL ->
                    core.submit(new SignalWork(system.ipc(), self, false));
            case TrapNumbers.MESSAGE_WAIT -> core.submit(new SignalWork(system.ipc(), self, true));
            case TrapNumbers.MESSAGE_BUFFER ->
                    submit(core, thread, null, ObjectRuns.buffer(self, registers.argument(0)));
            case TrapNumbers.MESSAGE_CREATE ->
                    submit(
                            core,
                            thread,
                            null,
                            ObjectRuns.create(system.ipc(), self, registers.argument(0)));
            case TrapNumbers.MESSAGE_MINT ->
                    submit(
                            core,
                            thread,
                            null,
                            ObjectRuns.mint(
                                    self,
                                    registers.argument(0),
                                    registers.argument(1),
                                    registers.argument(2)));
            case TrapNumbers.MESSAGE_KEEP_REPLY ->
                    submit(core, thread, null, ObjectRuns.keepReply(self));
            case TrapNumbers.MESSAGE_SPAWN ->
                    submit(
                            core,
                            thread,
                            null,
                            new SpawnRun(
                                    this,
                                    registers.argument(0),
                                    registers.argument(1),
                                    registers.argument(2)));
            case TrapNumbers.MESSAGE_KERNEL -> kernel(core, thread, registers);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void submit(Core core, UserThread thread, CapabilityHandles handles, OpRun run) {
        CallWork.Shape shape = new CallWork.Shape(system.ipc().entryPath(), "ipc.exit");
        core.submit(new CallWork(system.kernel(), thread, handles, run, shape));
    }

    /** An operation of the kernel's own; files only for the server: that is what it is for. */
    private void kernel(Core core, UserThread thread, HartContext registers) {
        Request request = Request.of(registers);
        RequestDecoder.Decoded decoded = decoder.decode(request);
        boolean file = request.opcode() >= OpCode.OPEN && request.opcode() <= OpCode.UNMAP_GRANT;
        if (file && !serves()) {
            submit(core, thread, null, new RefusedRun(Errno.ENOSYS));
        } else if (decoded.error() != Errno.OK) {
            submit(core, thread, null, new RefusedRun(decoded.error()));
        } else {
            system.kernelOperation();
            submit(
                    core,
                    thread,
                    new CapabilityHandles(process.table(), decoded.op(), null),
                    process.ops().begin(decoded.op()));
        }
    }

    @Override
    public int offers() {
        return BootstrapLayout.WANT_MESSAGE;
    }

    @Override
    public Bootstrap.Outcome provide(Bootstrap bootstrap) {
        boolean serves = serves();
        long endpoint = 0;
        long window = 0;
        if (serves) {
            Rights rights = Rights.READ.or(Rights.WRITE).or(Rights.GRANT);
            endpoint = system.ipc().grant(self, system.fileServer(), rights, 0);
            window = system.windows() == null ? 0 : system.windows().serverBase();
        } else if (client != 0) {
            Rights rights = Rights.WRITE.or(Rights.GRANT);
            endpoint = system.ipc().grant(self, system.fileServer(), rights, client);
            if (system.windows() != null) {
                window = system.windows().open(process.process(), client);
                if (window == 0) {
                    return new Bootstrap.Outcome(Errno.ENOMEM);
                }
            }
        }
        bootstrap
                .block()
                .putInt(BootstrapLayout.BLOCK_ENDPOINT, (int) endpoint)
                .putInt(BootstrapLayout.BLOCK_INHERITED_COUNT, inherited.size())
                .putLong(BootstrapLayout.BLOCK_WINDOW, window);
        for (int i = 0; i < inherited.size(); i++) {
            bootstrap
                    .block()
                    .putInt(
                            BootstrapLayout.BLOCK_INHERITED + i * Integer.BYTES,
                            inherited.get(i).intValue());
        }
        return Bootstrap.Outcome.OK;
    }

    @Override
    public void exited() {
        system.ipc().left(self);
    }

    @Override
    public void count(SortedMap<String, Long> counters) {
        // The system counts for all processes.
    }
}
