package org.rustos.channels.request;

import org.rustos.channels.abi.CapabilityType;
import org.rustos.channels.abi.OpCode;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.KernelOp;

import java.io.Serializable;
import java.util.Map;

/**
 * Turns the words of a request into an operation, and refuses what cannot be one. Nothing here
 * looks at guest memory or at a handle: that is the operation's own check, at the moment of use.
 */
public final class RequestDecoder {
    /** Linux's PATH_MAX, its NUL included. */
    private static final long PATH_MAX = 4096;

    private static final long PAGE = 4096;
    private static final int NO_ARGUMENTS = 0;
    private static final int A0 = 1;
    private static final int A1 = 2;
    private static final int A2 = 4;
    private static final int A3 = 8;

    /** Number of operations that a mechanism without capabilities has: NULL to STAT. */
    private static final int WITHOUT_CAPABILITIES = OpCode.STAT + 1;

    private static final Map<Integer, ObjectKind> KINDS =
            Map.of(
                    CapabilityType.DIRECTORY, ObjectKind.DIRECTORY,
                    CapabilityType.FILE, ObjectKind.FILE,
                    CapabilityType.CONSOLE, ObjectKind.CONSOLE,
                    CapabilityType.CHANNEL, ObjectKind.CHANNEL,
                    CapabilityType.PROCESS, ObjectKind.PROCESS);

    /** Makes an operation of a request whose words are in range. */
    private interface Maker extends Serializable {
        KernelOp make(Request r);
    }

    /**
     * One operation.
     *
     * @param arguments which words it uses; the others must be 0
     */
    private record Row(int arguments, Maker maker) {}

    private static final Row[] ROWS = new Row[OpCode.COUNT];

    static {
        ROWS[OpCode.NULL] = new Row(NO_ARGUMENTS, _ -> new KernelOp.ParentId());
        ROWS[OpCode.OPEN] = new Row(A0 | A1 | A2 | A3, RequestDecoder::open);
        ROWS[OpCode.CLOSE] = new Row(NO_ARGUMENTS, r -> new KernelOp.Close(r.handle()));
        ROWS[OpCode.READ] = new Row(A0 | A1 | A2, RequestDecoder::read);
        ROWS[OpCode.WRITE] = new Row(A0 | A1 | A2, RequestDecoder::write);
        ROWS[OpCode.STAT] = new Row(A0 | A1 | A2, RequestDecoder::stat);
        ROWS[OpCode.MAP_READ] = new Row(A2, RequestDecoder::map);
        ROWS[OpCode.UNMAP_GRANT] =
                new Row(A0 | A2, r -> new KernelOp.UnmapRead(r.handle(), r.a0(), r.a2()));
        ROWS[OpCode.DERIVE] =
                new Row(A0 | A1, r -> new KernelOp.Derive(r.handle(), r.a0(), r.a1()));
        ROWS[OpCode.DELEGATE] =
                new Row(A0 | A1, r -> new KernelOp.Delegate(r.handle(), r.a0(), r.a1()));
        ROWS[OpCode.REVOKE] = new Row(NO_ARGUMENTS, r -> new KernelOp.Revoke(r.handle()));
        ROWS[OpCode.DROP] = new Row(NO_ARGUMENTS, r -> new KernelOp.Drop(r.handle()));
    }

    private final boolean capabilities;

    /**
     * A decoder for one kind of handles.
     *
     * @param capabilities whether handles are capability indices; otherwise descriptors
     */
    public RequestDecoder(boolean capabilities) {
        this.capabilities = capabilities;
    }

    /** What became of a request: exactly one of operation and refusal. */
    public record Decoded(KernelOp op, ObjectKind stated, Errno error) {
        static Decoded refused(Errno error) {
            return new Decoded(null, null, error);
        }
    }

    /** Decodes; never throws, whatever the words are. */
    public Decoded decode(Request given) {
        // Descriptors are signed 32-bit numbers (AT_FDCWD is -100); capability indices are not.
        Request r = capabilities ? given : given.withHandle(given.handle() << 32 >> 32);
        if (r.opcode() < 0 || r.opcode() >= (capabilities ? OpCode.COUNT : WITHOUT_CAPABILITIES)) {
            return Decoded.refused(Errno.ENOSYS);
        }
        ObjectKind stated = KINDS.get(r.type());
        boolean typed = r.type() != CapabilityType.NONE;
        if (r.reserved() != 0 || typed && (!capabilities || stated == null)) {
            return Decoded.refused(Errno.EINVAL);
        }
        Row row = ROWS[r.opcode()];
        if (unused(r, row.arguments()) != 0) {
            return Decoded.refused(Errno.EINVAL);
        }
        if (r.opcode() == OpCode.OPEN || r.opcode() == OpCode.STAT) {
            if (r.a1() < 0 || r.a1() >= PATH_MAX) {
                return Decoded.refused(Errno.ENAMETOOLONG);
            }
        }
        KernelOp op = row.maker().make(r);
        if (op == null) {
            return Decoded.refused(Errno.EINVAL);
        }
        // A capability is dropped, and what was derived from it dies with it.
        if (capabilities && op instanceof KernelOp.Close) {
            op = new KernelOp.Drop(r.handle());
        }
        return new Decoded(op, stated, Errno.OK);
    }

    private static long unused(Request r, int arguments) {
        return ((arguments & A0) == 0 ? r.a0() : 0)
                | ((arguments & A1) == 0 ? r.a1() : 0)
                | ((arguments & A2) == 0 ? r.a2() : 0)
                | ((arguments & A3) == 0 ? r.a3() : 0);
    }

    private static KernelOp open(Request r) {
        boolean narrow = r.a2() >>> 31 == 0 && r.a3() >>> 12 == 0;
        return narrow
                ? new KernelOp.Open(r.handle(), r.a0(), (int) r.a1(), (int) r.a2(), (int) r.a3())
                : null;
    }

    private static KernelOp read(Request r) {
        return r.a1() < 0 || r.a2() < 0
                ? null
                : new KernelOp.Read(r.handle(), r.a0(), r.a1(), r.a2());
    }

    private static KernelOp write(Request r) {
        return r.a1() < 0 || r.a2() < 0
                ? null
                : new KernelOp.Write(r.handle(), r.a0(), r.a1(), r.a2());
    }

    private static KernelOp stat(Request r) {
        return r.a1() == 0
                ? new KernelOp.StatHandle(r.handle(), r.a2())
                : new KernelOp.Stat(r.handle(), r.a0(), (int) r.a1(), r.a2(), true);
    }

    private static KernelOp map(Request r) {
        return r.a2() < 0 || r.a2() % PAGE != 0
                ? null
                : new KernelOp.MapRead(r.handle(), r.a2(), PAGE);
    }
}
