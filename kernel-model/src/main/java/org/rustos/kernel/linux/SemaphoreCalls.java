package org.rustos.kernel.linux;

import org.rustos.kernel.op.Errno;
import org.rustos.kernel.process.WaitQueue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Semaphores of System V IPC: sets of counters on which several operations are one. */
final class SemaphoreCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call("semget", 3, SemaphoreCalls::get),
                    new Call("semop", 3, r -> operate(r, false)),
                    new Call("semtimedop", 4, r -> operate(r, true)),
                    new Call("semctl", 4, SemaphoreCalls::control));

    private static final int MOST_IN_SET = 32_000;
    private static final int MOST_OPERATIONS = 500;
    private static final int LARGEST = 32_767;
    private static final int UNDO = 0x1000;
    private static final int OPERATION = 6;
    private static final int GETPID = 11;
    private static final int GETVAL = 12;
    private static final int GETALL = 13;
    private static final int GETNCNT = 14;
    private static final int GETZCNT = 15;
    private static final int SETVAL = 16;
    private static final int SETALL = 17;

    private SemaphoreCalls() {}

    /** One set. */
    static final class Set {
        private final int[] values;
        private final int[] last;
        private final int[] waitMore;
        private final int[] waitZero;
        private final WaitQueue changed = new WaitQueue();
        private final Map<LinuxProcess, int[]> undo = new LinkedHashMap<>();
        private boolean removed;

        private Set(int size) {
            values = new int[size];
            last = new int[size];
            waitMore = new int[size];
            waitZero = new int[size];
        }
    }

    private static long get(Request r) {
        int size = r.number(1);
        if (size < 0 || size > MOST_IN_SET) {
            return Errno.EINVAL.negative();
        }
        Errno invalid = size == 0 ? Errno.EINVAL : Errno.OK;
        return r.system()
                .semaphores()
                .get(
                        r,
                        r.number(0),
                        r.number(2),
                        invalid,
                        () -> new Set(size),
                        found -> found.values.length >= size);
    }

    /** Where a wait stands, so that it is not counted twice. */
    private record Waiting(Set set, int number, boolean forZero) {
        void count(int by) {
            (forZero ? set.waitZero : set.waitMore)[number] += by;
        }
    }

    private static long operate(Request r, boolean timed) {
        Set known = null;
        if (r.memo() instanceof Waiting waiting) {
            waiting.count(-1);
            known = waiting.set();
            r.memo(null);
        }
        if (known != null && known.removed) {
            return Errno.EIDRM.negative();
        }
        long count = r.argument(2);
        if (count <= 0 || r.number(0) < 0) {
            return Errno.EINVAL.negative();
        }
        if (count > MOST_OPERATIONS) {
            return Errno.E2BIG.negative();
        }
        Struct operations = r.get(r.argument(1), (int) count * OPERATION);
        if (operations == null) {
            return Errno.EFAULT.negative();
        }
        var entry = r.system().semaphores().find(r, r.number(0));
        if (entry == null) {
            return Errno.EINVAL.negative();
        }
        r.charge("ipc.operate");
        Set set = entry.object();
        int[] after = set.values.clone();
        boolean changes = false;
        for (int i = 0; i < count; i++) {
            int number = operations.u16(i * OPERATION);
            int by = (short) operations.u16(i * OPERATION + 2);
            int flags = operations.u16(i * OPERATION + 4);
            if (number >= after.length) {
                return Errno.EFBIG.negative();
            }
            changes |= by != 0;
            if (by == 0 ? after[number] != 0 : after[number] + by < 0) {
                return (flags & IpcTable.IPC_NOWAIT) != 0
                        ? Errno.EAGAIN.negative()
                        : await(r, new Waiting(set, number, by == 0), timed);
            }
            after[number] += by;
            if (after[number] > LARGEST) {
                return Errno.ERANGE.negative();
            }
        }
        if (!entry.allows(r.process(), changes ? 2 : 4)) {
            return Errno.EACCES.negative();
        }
        take(r, set, operations, (int) count, after);
        return 0;
    }

    private static long await(Request r, Waiting waiting, boolean timed) {
        if (r.timedOut()) {
            return Errno.EAGAIN.negative();
        }
        if (r.interrupted()) {
            return Errno.EINTR.negative();
        }
        if (timed && r.argument(3) != 0) {
            long nanos = TimeCalls.timespec(r, r.argument(3));
            if (nanos < 0) {
                return nanos == -1 ? Errno.EINVAL.negative() : Errno.EFAULT.negative();
            }
            r.deadline(TimeCalls.deadline(r, nanos));
        }
        waiting.count(1);
        r.memo(waiting);
        return r.park(waiting.set().changed);
    }

    private static void take(Request r, Set set, Struct operations, int count, int[] after) {
        System.arraycopy(after, 0, set.values, 0, after.length);
        for (int i = 0; i < count; i++) {
            int number = operations.u16(i * OPERATION);
            set.last[number] = r.process().process().id();
            if ((operations.u16(i * OPERATION + 4) & UNDO) != 0) {
                int[] undo = set.undo.computeIfAbsent(r.process(), _ -> new int[set.values.length]);
                undo[number] -= (short) operations.u16(i * OPERATION + 2);
            }
        }
        set.changed.wakeAll(r.nowMc());
    }

    /** A process ends: what it asked to be undone is. */
    static void ended(LinuxSyscalls system, LinuxProcess process, long atMc) {
        for (var entry : system.semaphores().all().values()) {
            Set set = entry.object();
            int[] undo = set.undo.remove(process);
            if (undo != null) {
                for (int i = 0; i < undo.length; i++) {
                    set.values[i] = Math.clamp((long) set.values[i] + undo[i], 0, LARGEST);
                }
                set.changed.wakeAll(atMc);
            }
        }
    }

    private static long control(Request r) {
        int id = r.number(0);
        var entry = r.system().semaphores().find(r, id);
        if (entry == null) {
            return Errno.EINVAL.negative();
        }
        Set set = entry.object();
        int number = r.number(1);
        int command = r.number(2);
        boolean changes = command == SETVAL || command == SETALL;
        boolean single = command == SETVAL || command == GETALL || command == SETALL;
        boolean one = command == SETVAL || (command >= GETPID && command <= GETZCNT && !single);
        if (one && (number < 0 || number >= set.values.length)) {
            return Errno.EINVAL.negative();
        }
        boolean owns = command == IpcTable.IPC_RMID || command == IpcTable.IPC_SET;
        if (owns ? !entry.owned(r.process()) : !entry.allows(r.process(), changes ? 2 : 4)) {
            return owns ? Errno.EPERM.negative() : Errno.EACCES.negative();
        }
        return switch (command) {
            case IpcTable.IPC_RMID -> {
                set.removed = true;
                r.system().semaphores().remove(id);
                set.changed.wakeAll(r.nowMc());
                yield 0;
            }
            case IpcTable.IPC_SET -> {
                Struct given = r.get(r.argument(3), r.system().abi().layouts().get("semid_ds"));
                if (given != null) {
                    entry.set(given);
                }
                yield given == null ? Errno.EFAULT.negative() : 0;
            }
            case IpcTable.IPC_STAT -> {
                Struct s = new Struct(r.system().abi().layouts().get("semid_ds"));
                entry.tell(s);
                yield r.put(r.argument(3), s.set("sem_nsems", set.values.length));
            }
            case GETVAL -> set.values[number];
            case GETPID -> set.last[number];
            case GETNCNT -> set.waitMore[number];
            case GETZCNT -> set.waitZero[number];
            case SETVAL -> setOne(r, set, number);
            case GETALL -> {
                Struct all = new Struct(2 * set.values.length);
                for (int i = 0; i < set.values.length; i++) {
                    all.u16(2 * i, set.values[i]);
                }
                yield r.put(r.argument(3), all);
            }
            case SETALL -> setAll(r, set);
            default -> Errno.EINVAL.negative();
        };
    }

    private static long setOne(Request r, Set set, int number) {
        int value = r.number(3);
        if (value < 0 || value > LARGEST) {
            return Errno.ERANGE.negative();
        }
        set.values[number] = value;
        set.undo.values().forEach(undo -> undo[number] = 0);
        set.changed.wakeAll(r.nowMc());
        return 0;
    }

    private static long setAll(Request r, Set set) {
        Struct all = r.get(r.argument(3), 2 * set.values.length);
        if (all == null) {
            return Errno.EFAULT.negative();
        }
        for (int i = 0; i < set.values.length; i++) {
            if (all.u16(2 * i) > LARGEST) {
                return Errno.ERANGE.negative();
            }
        }
        for (int i = 0; i < set.values.length; i++) {
            set.values[i] = all.u16(2 * i);
        }
        set.undo.values().forEach(undo -> Arrays.fill(undo, 0));
        set.changed.wakeAll(r.nowMc());
        return 0;
    }
}
