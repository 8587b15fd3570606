package org.rustos.kernel.ipc;

import org.rustos.core.hart.HartContext;
import org.rustos.core.machine.Core;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.DeriveRequest;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.CapabilityTable;
import org.rustos.kernel.op.Errno;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings messages out of one address space and into another. What registers hold costs nothing
 * here: it stays in them while the threads change.
 */
final class Carrier {
    private static final int RIGHTS_MASK = 0xffff;
    private static final long HANDLE_MASK = 0xffff_ffffL;
    private static final long KNOWN_BITS =
            HANDLE_MASK | (long) RIGHTS_MASK << MessageBuffer.RIGHTS_SHIFT | MessageBuffer.MOVE;

    /** Words whose registers no compiler keeps across a trap: the kernel does not touch them. */
    private static final int STAYING = 4;

    private final Ipc ipc;

    Carrier(Ipc ipc) {
        this.ipc = ipc;
    }

    /** A fetched message, or why there is none; exactly one of the two is set. */
    record Fetched(Message message, Errno error) {
        private static Fetched refused(Errno error) {
            return new Fetched(null, error);
        }
    }

    Caller caller(IpcThread thread, Core core) {
        return new Caller(thread.thread(), core, ipc.kernel().paths(), null);
    }

    /** Fetches what a thread sends, each byte once, and checks what it carries. */
    Fetched fetch(IpcThread sender, Core core, MessageInfo info) {
        long[] words = new long[info.words()];
        HartContext from = sender.thread().context();
        int inRegisters = Math.min(words.length, MessageRegisters.WORDS);
        for (int i = 0; i < inRegisters; i++) {
            words[i] = ipc.registers().word(from, i);
        }
        if (info.fits()) {
            return new Fetched(new Message(words, List.of()), Errno.OK);
        }
        if (sender.buffer == 0) {
            return Fetched.refused(Errno.EFAULT);
        }
        Caller caller = caller(sender, core);
        if (words.length > inRegisters) {
            byte[] bytes = new byte[(words.length - inRegisters) * Long.BYTES];
            Errno error = read(caller, sender.buffer + MessageBuffer.WORDS, bytes);
            if (error != Errno.OK) {
                return Fetched.refused(error);
            }
            little(bytes).asLongBuffer().get(words, inRegisters, words.length - inRegisters);
        }
        List<Message.Gift> gifts = new ArrayList<>();
        if (info.capabilities() > 0) {
            byte[] bytes = new byte[info.capabilities() * Long.BYTES];
            Errno error = read(caller, sender.buffer + MessageBuffer.CAPABILITIES, bytes);
            for (int i = 0; i < info.capabilities() && error == Errno.OK; i++) {
                error = gift(sender, caller, little(bytes).getLong(i * Long.BYTES), gifts);
            }
            if (error != Errno.OK) {
                return Fetched.refused(error);
            }
        }
        return new Fetched(new Message(words, List.copyOf(gifts)), Errno.OK);
    }

    private Errno gift(IpcThread sender, Caller caller, long word, List<Message.Gift> gifts) {
        Rights mask = Rights.decode(word >>> MessageBuffer.RIGHTS_SHIFT & RIGHTS_MASK);
        if ((word & ~KNOWN_BITS) != 0 || mask == null) {
            return Errno.EINVAL;
        }
        long handle = word & HANDLE_MASK;
        caller.charge("capability.lookup");
        caller.touch(sender.table().space().line(handle));
        CapResult found = sender.table().space().lookup(handle, null, Rights.GRANT, caller.nowMc());
        gifts.add(new Message.Gift(handle, mask, (word & MessageBuffer.MOVE) != 0));
        return found.errno();
    }

    private Errno read(Caller caller, long from, byte[] bytes) {
        return ipc.kernel().userMemory().read(caller, from, bytes, 0, bytes.length);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Puts a message before a thread that does not run: its registers, its buffer, its table.
     *
     * @return OK; EMSGSIZE if the receiver has no buffer for it, EFAULT if it has a bad one, and
     *     then nothing of it was received
     */
    Errno deliver(Message message, IpcThread from, IpcThread to, long badge, Core core) {
        if (!message.fits()) {
            Errno error = deliverBuffer(message, from, to, core);
            if (error != Errno.OK) {
                return error;
            }
            ipc.counts().slow++;
        } else {
            ipc.counts().fast++;
        }
        HartContext into = to.thread().context();
        int inRegisters = Math.min(message.words().length, MessageRegisters.WORDS);
        for (int i = 0; i < inRegisters; i++) {
            ipc.registers().word(into, i, message.words()[i]);
        }
        if (inRegisters > STAYING) {
            caller(to, core).charge("ipc.words");
        }
        into.argument(1, badge);
        return Errno.OK;
    }

    private Errno deliverBuffer(Message message, IpcThread from, IpcThread to, Core core) {
        if (to.buffer == 0) {
            return Errno.EMSGSIZE;
        }
        Caller caller = caller(to, core);
        int beyond = message.words().length - MessageRegisters.WORDS;
        if (beyond > 0) {
            byte[] bytes = new byte[beyond * Long.BYTES];
            little(bytes).asLongBuffer().put(message.words(), MessageRegisters.WORDS, beyond);
            Errno error = write(caller, to.buffer + MessageBuffer.WORDS, bytes);
            if (error != Errno.OK) {
                return error;
            }
        }
        if (message.gifts().isEmpty()) {
            return Errno.OK;
        }
        // A place for the handles before any is made: after this nothing can fail.
        byte[] handles = new byte[message.gifts().size() * Long.BYTES];
        Errno error = write(caller, to.buffer + MessageBuffer.CAPABILITIES, handles);
        if (error == Errno.OK) {
            ByteBuffer into = little(handles);
            give(message, from, to, core).forEach(into::putLong);
            error = write(caller, to.buffer + MessageBuffer.CAPABILITIES, handles);
        }
        return error;
    }

    private Errno write(Caller caller, long to, byte[] bytes) {
        return ipc.kernel().userMemory().write(caller, to, bytes, 0, bytes.length);
    }

    /** All capabilities of a message; for each the new handle or a negative errno. */
    List<Long> give(Message message, IpcThread from, IpcThread to, Core core) {
        List<Long> handles = new ArrayList<>();
        for (Message.Gift gift : message.gifts()) {
            handles.add(give(gift, from, to, caller(to, core)));
        }
        return handles;
    }

    /** One capability, with no more rights than the mask; the new handle or a negative errno. */
    private long give(Message.Gift gift, IpcThread from, IpcThread to, Caller caller) {
        caller.charge("capability.derive");
        CapabilityTable source = from.table();
        CapabilityTable target = to.table();
        CapResult result =
                source.capabilities()
                        .tree()
                        .delegate(
                                source.space(),
                                gift.handle(),
                                target.space(),
                                DeriveRequest.attenuate(gift.mask()),
                                caller.nowMc());
        if (!(result instanceof CapResult.Granted granted)) {
            ipc.counts().capabilitiesLost++;
            return result.errno().negative();
        }
        ipc.counts().capabilities++;
        caller.dirty(target.space().line(granted.handle()));
        if (gift.move()) {
            source.capabilities().tree().delete(source.space(), gift.handle());
            caller.dirty(source.space().line(gift.handle()));
        }
        source.capabilities().settle(caller);
        return target.name(caller, granted.handle());
    }
}
