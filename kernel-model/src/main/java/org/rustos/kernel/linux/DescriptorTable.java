package org.rustos.kernel.linux;

import org.rustos.kernel.Flaw;
import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.HandleSpace;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The file descriptors of a process: small numbers, the lowest free one first. Rights are those
 * with which a file was opened.
 */
final class DescriptorTable implements HandleSpace {
    private static final int ENTRIES_PER_LINE = 8;

    private int limit;
    private final long line;
    private final BitSet closeOnExec = new BitSet();
    private OpenFile[] files = new OpenFile[64];

    /**
     * Creates an empty table.
     *
     * @param limit descriptors at once
     * @param line first line of its kernel object
     */
    DescriptorTable(int limit, long line) {
        this.limit = limit;
        this.line = line;
    }

    int limit() {
        return limit;
    }

    /** Descriptors at once from now on; those that are open stay. */
    void limit(int most) {
        limit = most;
    }

    /** The file of a descriptor, or null; charges the look-up. */
    OpenFile get(Caller caller, int descriptor) {
        caller.charge("fd.lookup");
        OpenFile file = peek(descriptor);
        if (file != null) {
            caller.touch(line + descriptor / ENTRIES_PER_LINE % ENTRIES_PER_LINE);
            caller.touch(file.line());
        }
        return file;
    }

    /** The file of a descriptor, or null; without a price. */
    OpenFile peek(int descriptor) {
        return descriptor >= 0 && descriptor < files.length ? files[descriptor] : null;
    }

    /** One past the highest descriptor in use. */
    int end() {
        int end = files.length;
        while (end > 0 && files[end - 1] == null) {
            end--;
        }
        return end;
    }

    private int free(int least) {
        int descriptor = least;
        while (descriptor < files.length && files[descriptor] != null) {
            descriptor++;
        }
        return descriptor;
    }

    /** Whether no further file can be named. */
    boolean full() {
        return free(0) >= limit;
    }

    /** Names a file by the lowest free descriptor from {@code least} on; EMFILE when full. */
    long add(OpenFile file, int least, boolean onExec) {
        int descriptor = free(least);
        if (descriptor >= limit) {
            return Errno.EMFILE.negative();
        }
        put(descriptor, file, onExec);
        return descriptor;
    }

    private void put(int descriptor, OpenFile file, boolean onExec) {
        if (descriptor >= files.length) {
            files = Arrays.copyOf(files, Math.max(descriptor + 1, files.length * 2));
        }
        files[descriptor] = file;
        closeOnExec.set(descriptor, onExec);
    }

    /** Names a file by a given descriptor, closing what it named. */
    void replace(int descriptor, OpenFile file, boolean onExec, Payer payer) {
        OpenFile old = peek(descriptor);
        put(descriptor, file, onExec);
        if (old != null) {
            release(old, payer);
        }
    }

    /** Closes a descriptor; false if it names nothing. */
    boolean close(int descriptor, Payer payer) {
        OpenFile file = peek(descriptor);
        if (file == null) {
            return false;
        }
        files[descriptor] = null;
        closeOnExec.clear(descriptor);
        release(file, payer);
        return true;
    }

    /** Closing any descriptor of a file gives back all record locks of its process (fcntl(2)). */
    private void release(OpenFile file, Payer payer) {
        file.inode().volume().locks().closed(file.inode(), this, payer.nowMc());
        file.release(payer);
    }

    boolean closesOnExec(int descriptor) {
        return closeOnExec.get(descriptor);
    }

    void closesOnExec(int descriptor, boolean value) {
        closeOnExec.set(descriptor, value);
    }

    /** Closes what must not outlive execve. */
    void exec(Payer payer) {
        for (int d = closeOnExec.nextSetBit(0); d >= 0; d = closeOnExec.nextSetBit(d + 1)) {
            close(d, payer);
        }
    }

    void closeAll(Payer payer) {
        for (int d = 0; d < files.length; d++) {
            if (files[d] != null) {
                files[d].inode().volume().locks().waitsNoMore(this);
            }
            close(d, payer);
        }
    }

    /** The same names in a new process. */
    DescriptorTable copy(long newLine) {
        DescriptorTable copy = new DescriptorTable(limit, newLine);
        for (int d = 0; d < files.length; d++) {
            if (files[d] != null) {
                files[d].retain();
                copy.put(d, files[d], closeOnExec.get(d));
            }
        }
        return copy;
    }

    @Override
    public Found find(Caller caller, long handle, Use use) {
        OpenFile file = handle == (int) handle ? get(caller, (int) handle) : null;
        boolean allowed =
                file != null
                        && switch (use) {
                            case READ -> file.readable() || caller.omits(Flaw.MODE);
                            case WRITE -> file.writable() || caller.omits(Flaw.MODE);
                            default -> true;
                        };
        return allowed ? Found.of(file) : Found.refused(Errno.EBADF);
    }

    @Override
    public long install(Caller caller, KernelObject object) {
        return add((OpenFile) object, 0, false);
    }

    @Override
    public Errno remove(Caller caller, long handle) {
        return close((int) handle, caller) ? Errno.OK : Errno.EBADF;
    }
}
