package org.rustos.kernel.memory;

import org.rustos.core.hart.Access;
import org.rustos.core.machine.Core;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.Cache;
import org.rustos.core.timing.Category;
import org.rustos.kernel.Flaw;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.UserThread;

import java.util.Arrays;

/**
 * The only door to guest memory. Every access is checked against the caller's page permissions,
 * protection keys and hardware bounds, never against the kernel's own power; every byte is fetched
 * once; every copy is priced and runs through the caches of the core that pays.
 */
public final class UserMemory {
    /** Up to here a copy is a few moves; beyond it is a repeated string move. */
    private static final int SMALL = 64;

    private static final int BYTES_PER_MOVE = 8;

    private final PhysicalMemory memory;

    public UserMemory(PhysicalMemory memory) {
        this.memory = memory;
    }

    /** Copies from user memory; OK or EFAULT/ENOMEM, and then nothing useful is in the target. */
    public Errno read(Caller caller, long va, byte[] into, int offset, int length) {
        caller.charge("user.access");
        int done = 0;
        while (done < length) {
            int part = inPage(va + done, length - done);
            long pa = translate(caller, va + done, part, Access.READ);
            if (pa < 0) {
                return refusal(pa);
            }
            memory.read(pa, into, offset + done, part);
            price(caller.core(), pa, -1, part);
            done += part;
        }
        return Errno.OK;
    }

    /** Copies to user memory; OK or EFAULT/ENOMEM. Bytes before a fault may have been written. */
    public Errno write(Caller caller, long va, byte[] from, int offset, int length) {
        caller.charge("user.access");
        int done = 0;
        while (done < length) {
            int part = inPage(va + done, length - done);
            long pa = translate(caller, va + done, part, Access.WRITE);
            if (pa < 0) {
                return refusal(pa);
            }
            memory.write(pa, from, offset + done, part);
            price(caller.core(), -1, pa, part);
            done += part;
        }
        return Errno.OK;
    }

    /**
     * Copies from a kernel frame to user memory (a page-cache read).
     *
     * @param frame physical address of the first byte, or -1 for zeroes
     * @return bytes copied: fewer than asked if the user's memory ends
     */
    public int copyOut(Caller caller, long frame, long va, int length) {
        caller.charge("user.access");
        int done = 0;
        while (done < length) {
            int part = inPage(va + done, length - done);
            long pa = translate(caller, va + done, part, Access.WRITE);
            if (pa < 0) {
                break;
            }
            if (frame < 0) {
                memory.zero(pa, part);
                price(caller.core(), -1, pa, part);
            } else {
                memory.copyData(frame + done, pa, part);
                price(caller.core(), frame + done, pa, part);
            }
            done += part;
        }
        return done;
    }

    /** Copies from user memory to a kernel frame (a page-cache write); returns bytes copied. */
    public int copyIn(Caller caller, long va, long frame, int length) {
        caller.charge("user.access");
        int done = 0;
        while (done < length) {
            int part = inPage(va + done, length - done);
            long pa = translate(caller, va + done, part, Access.READ);
            if (pa < 0) {
                break;
            }
            memory.copyData(pa, frame + done, part);
            price(caller.core(), pa, frame + done, part);
            done += part;
        }
        return done;
    }

    /** A string with its end; exactly one of the two is set. */
    public record Text(byte[] bytes, Errno error) {}

    /**
     * Copies a string from user memory.
     *
     * @param length its length, or -1 if it ends with NUL
     * @param limit longest string allowed; beyond it is ENAMETOOLONG
     */
    public Text string(Caller caller, long va, int length, int limit) {
        if (length > limit) {
            return new Text(null, Errno.ENAMETOOLONG);
        }
        if (length >= 0) {
            byte[] bytes = new byte[length];
            Errno error = read(caller, va, bytes, 0, length);
            return error == Errno.OK ? new Text(bytes, Errno.OK) : new Text(null, error);
        }
        caller.charge("user.access");
        byte[] bytes = new byte[Math.min(limit, 256)];
        int count = 0;
        long pa = 0;
        while (count <= limit) {
            if (count == 0 || ((va + count) & PhysicalMemory.PAGE_MASK) == 0) {
                pa = translate(caller, va + count, Access.READ);
                if (pa < 0) {
                    return new Text(null, refusal(pa));
                }
            }
            byte next = memory.getByte(pa++);
            if (next == 0) {
                UserThread thread = caller.thread();
                if (!thread.process().reaches(thread.context(), va, count + 1L, Access.READ)) {
                    return new Text(null, Errno.EFAULT);
                }
                priceText(caller.core(), pa - 1, count);
                return new Text(Arrays.copyOf(bytes, count), Errno.OK);
            }
            if (count == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(limit + 1, bytes.length * 2));
            }
            if (count == limit) {
                break;
            }
            bytes[count++] = next;
        }
        return new Text(null, Errno.ENAMETOOLONG);
    }

    /**
     * The physical address behind a user address, with the page brought in if need be.
     *
     * @return the address, or a negative errno
     */
    public long translate(Caller caller, long va, Access access) {
        return translate(caller, va, 1, access);
    }

    /** The same for some bytes of one page. */
    private static long translate(Caller caller, long va, int bytes, Access access) {
        UserThread thread = caller.thread();
        boolean trusting = caller.omits(Flaw.POINTER);
        if (!trusting && !thread.process().reaches(thread.context(), va, bytes, access)) {
            return -Errno.EFAULT.number();
        }
        Mapping page = thread.process().space().lookup(va);
        if (page == null || !trusting && !permits(page, access)) {
            caller.charge("fault.inkernel");
            UserAreas.Touch touch = FirstTouch.touch(caller.core(), thread.process(), va, access);
            if (touch == UserAreas.Touch.NO_MEMORY) {
                return -Errno.ENOMEM.number();
            }
            if (touch != UserAreas.Touch.READY) {
                return -Errno.EFAULT.number();
            }
            page = thread.process().space().lookup(va);
        }
        long rights = thread.process().keyRights(thread.context());
        if (!trusting
                && !KeyRights.allows(rights, page.permissions().key(), access == Access.WRITE)) {
            return -Errno.EFAULT.number();
        }
        return page.physical(va);
    }

    /** How many of the bytes that are left lie in the page of an address. */
    private static int inPage(long va, int left) {
        return (int) Math.min(left, PhysicalMemory.PAGE_SIZE - (va & PhysicalMemory.PAGE_MASK));
    }

    private static boolean permits(Mapping page, Access access) {
        return switch (access) {
            case READ -> page.permissions().read();
            case WRITE -> page.permissions().write();
            case EXECUTE -> page.permissions().execute();
        };
    }

    private static Errno refusal(long code) {
        return code == -Errno.ENOMEM.number() ? Errno.ENOMEM : Errno.EFAULT;
    }

    /** A string is read word by word: its lines, of which those of its last page stand for all. */
    private static void priceText(Core core, long end, int bytes) {
        price(core, end, -1, Math.max(1, Math.min(bytes, SMALL)));
        for (int left = bytes - SMALL; left > 0; left -= SMALL) {
            long line = Math.max(end & -PhysicalMemory.PAGE_SIZE, end - left);
            price(core, line, -1, Math.min(left, SMALL));
        }
    }

    private static void price(Core core, long from, long to, int bytes) {
        if (bytes > SMALL) {
            core.timing().copy(from, to, bytes);
            return;
        }
        core.ledger()
                .kernelInstructions(Category.COPY, (bytes + BYTES_PER_MOVE - 1) / BYTES_PER_MOVE);
        if (from >= 0) {
            core.timing().kernelLoad(from >>> Cache.LINE_SHIFT);
        }
        if (to >= 0) {
            core.timing().kernelStore(to >>> Cache.LINE_SHIFT);
        }
    }
}
