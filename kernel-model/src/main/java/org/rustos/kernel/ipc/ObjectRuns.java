package org.rustos.kernel.ipc;

import org.rustos.core.machine.Work;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.cap.DeriveRequest;
import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.OpRun;
import org.rustos.kernel.op.PhasedOp;

import java.io.Serializable;

/**
 * The operations that make what messages need, none of which is on a message's way: objects, badged
 * capabilities, a reply that is kept, the message buffer.
 */
public final class ObjectRuns {
    private static final int ENDPOINT = ObjectKind.ENDPOINT.number();
    private static final int NOTIFICATION = ObjectKind.NOTIFICATION.number();

    private ObjectRuns() {}

    /** A new endpoint or notification, with all rights to it. */
    public static OpRun create(Ipc ipc, IpcThread self, long kind) {
        return new PhasedOp() {
            @Override
            protected Errno check(Caller caller) {
                if (kind != ENDPOINT && kind != NOTIFICATION) {
                    return Errno.EINVAL;
                }
                int made = self.endpoints.size() + self.notifications.size();
                return made < self.table().space().capacity() ? Errno.OK : Errno.EMFILE;
            }

            @Override
            protected Work.Progress use(Caller caller) {
                caller.charge("ipc.object");
                KernelObject object =
                        kind == ENDPOINT ? ipc.newEndpoint(self) : ipc.newNotification(self);
                return named(this::finish, caller, self, object, Rights.ALL);
            }
        };
    }

    /** A capability of the caller's own with fewer rights and a badge. */
    public static OpRun mint(IpcThread self, long handle, long rightBits, long badge) {
        return new PhasedOp() {
            @Override
            protected Errno check(Caller caller) {
                return Rights.decode(rightBits) == null ? Errno.EINVAL : Errno.OK;
            }

            @Override
            protected Work.Progress use(Caller caller) {
                caller.charge("capability.lookup");
                caller.charge("capability.derive");
                caller.touch(self.table().space().line(handle));
                CapResult result =
                        self.table()
                                .capabilities()
                                .tree()
                                .derive(
                                        self.table().space(),
                                        handle,
                                        DeriveRequest.mint(Rights.decode(rightBits), badge),
                                        caller.nowMc());
                return settled(this::finish, caller, self, result);
            }
        };
    }

    /** The answer that the caller owes, as a capability: it may take the next message before. */
    public static OpRun keepReply(IpcThread self) {
        return new PhasedOp() {
            @Override
            protected Errno check(Caller caller) {
                if (self.slot == null) {
                    return Errno.ESRCH;
                }
                return self.slot.alive() ? Errno.OK : Errno.ESTALE;
            }

            @Override
            protected Work.Progress use(Caller caller) {
                caller.charge("capability.install");
                Work.Progress progress =
                        named(
                                this::finish,
                                caller,
                                self,
                                self.slot.reply(),
                                Rights.WRITE.or(Rights.GRANT));
                if (result().ok()) {
                    self.slot = null;
                }
                return progress;
            }
        };
    }

    /** Where the caller keeps what registers do not carry; 0 for nowhere. */
    public static OpRun buffer(IpcThread self, long address) {
        return new PhasedOp() {
            @Override
            protected Errno check(Caller caller) {
                return (address & MessageBuffer.SIZE - 1) == 0 ? Errno.OK : Errno.EINVAL;
            }

            @Override
            protected Work.Progress use(Caller caller) {
                self.buffer = address;
                finish(OpResult.of(0));
                return Work.Progress.DONE;
            }
        };
    }

    private interface Finish extends Serializable {
        void with(OpResult result);
    }

    private static Work.Progress named(
            Finish finish, Caller caller, IpcThread self, KernelObject object, Rights rights) {
        return settled(
                finish,
                caller,
                self,
                self.table()
                        .capabilities()
                        .tree()
                        .grant(self.table().space(), object, rights, 0, Capability.NEVER));
    }

    private static Work.Progress settled(
            Finish finish, Caller caller, IpcThread self, CapResult result) {
        if (result instanceof CapResult.Granted granted) {
            caller.dirty(self.table().space().line(granted.handle()));
            finish.with(OpResult.of(self.table().name(caller, granted.handle())));
        } else {
            finish.with(OpResult.failed(result.errno()));
        }
        self.table().capabilities().settle(caller);
        return Work.Progress.DONE;
    }
}
