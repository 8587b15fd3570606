package org.rustos.kernel.linux;

import org.rustos.kernel.op.Errno;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** The objects of one kind of System V IPC: found by key once, then named by a number. */
final class IpcTable<T> {
    static final int IPC_RMID = 0;
    static final int IPC_SET = 1;
    static final int IPC_STAT = 2;
    static final int IPC_NOWAIT = 04000;

    private static final int IPC_CREAT = 01000;
    private static final int IPC_EXCL = 02000;

    /** As SHMMNI, SEMMNI and MSGMNI of Linux, smaller: objects at once. */
    private static final int MOST = 4096;

    /** One object and who may use it. */
    static final class Entry<T> {
        private final T object;
        private int key;
        private int user;
        private int group;
        private int mode;

        private Entry(T object, int key, LinuxProcess creator, int mode) {
            this.object = object;
            this.key = key;
            this.user = creator.credentials().user();
            this.group = creator.credentials().group();
            this.mode = mode & 0777;
        }

        T object() {
            return object;
        }

        int key() {
            return key;
        }

        /** Nobody finds it by its key any more; who knows its number still does. */
        void forgetKey() {
            key = 0;
        }

        /** Whether a process may do what the bits 4 (read) and 2 (write) say. */
        boolean allows(LinuxProcess process, int bits) {
            int who = process.credentials().user();
            int shift = who == user ? 6 : process.credentials().group() == group ? 3 : 0;
            return who == 0 || (mode >> shift & bits) == bits;
        }

        boolean owned(LinuxProcess process) {
            return process.credentials().user() == 0 || process.credentials().user() == user;
        }

        /** struct ipc64_perm. */
        void tell(Struct s) {
            s.u32(0, key).u32(4, user).u32(8, group).u32(12, user).u32(16, group).u32(20, mode);
        }

        void set(Struct given) {
            user = given.s32(4);
            group = given.s32(8);
            mode = given.s32(20) & 0777;
        }
    }

    /** Makes an object of the size that the caller asked for; null if RAM is exhausted. */
    interface Maker<T> extends Serializable {
        T make();
    }

    /** Whether an object that was found is large enough. */
    interface Check<T> extends Serializable {
        boolean fits(T object);
    }

    private final Map<Integer, Entry<T>> entries = new TreeMap<>();
    private int next;

    /** shmget, semget, msgget. */
    long get(Request r, int key, int flags, Errno invalid, Maker<T> maker, Check<T> check) {
        r.charge("ipc.lookup");
        for (Map.Entry<Integer, Entry<T>> e : entries.entrySet()) {
            if (key != 0 && e.getValue().key == key) {
                if ((flags & IPC_CREAT) != 0 && (flags & IPC_EXCL) != 0) {
                    return Errno.EEXIST.negative();
                }
                if (!check.fits(e.getValue().object)) {
                    return Errno.EINVAL.negative();
                }
                int bits = (flags >> 6 | flags >> 3 | flags) & 6;
                return e.getValue().allows(r.process(), bits)
                        ? e.getKey()
                        : Errno.EACCES.negative();
            }
        }
        if (key != 0 && (flags & IPC_CREAT) == 0) {
            return Errno.ENOENT.negative();
        }
        if (invalid != Errno.OK) {
            return invalid.negative();
        }
        T made = entries.size() >= MOST ? null : maker.make();
        if (made == null) {
            return Errno.ENOSPC.negative();
        }
        entries.put(next, new Entry<>(made, key, r.process(), flags));
        return next++;
    }

    /** An object by its number, or null: EINVAL. */
    Entry<T> find(Request r, int id) {
        r.charge("ipc.lookup");
        return entries.get(id);
    }

    void remove(int id) {
        entries.remove(id);
    }

    Map<Integer, Entry<T>> all() {
        return entries;
    }
}
