package org.rustos.kernel.linux;

import org.rustos.kernel.SeededRandom;
import org.rustos.kernel.op.Errno;

import java.util.List;

/** Calls that tell about the machine. */
final class MachineCalls {
    static final String RELEASE = "6.1.0-rustos";

    static final List<Call> ROWS =
            List.of(
                    new Call("uname", 1, MachineCalls::name),
                    new Call("sysinfo", 1, MachineCalls::information),
                    new Call("getrandom", 3, MachineCalls::random),
                    new Call("getcpu", 3, MachineCalls::processor),
                    new Call("sched_getaffinity", 3, MachineCalls::affinity),
                    new Call("sched_setaffinity", 3, r -> 0));

    private static final int NAME_FIELD = 65;
    private static final int INFORMATION_SIZE = 112;
    private static final long LONGEST_RANDOM = 0x1ff_ffffL;

    private MachineCalls() {}

    private static long name(Request r) {
        String[] fields = {
            "Linux", "rustos", RELEASE, "#1 SMP rustos", r.system().abi().machine(), "(none)"
        };
        Struct names = new Struct(NAME_FIELD * fields.length);
        for (int i = 0; i < fields.length; i++) {
            names.text(i * NAME_FIELD, fields[i]);
        }
        r.charge("process.id");
        return r.put(r.argument(0), names);
    }

    private static long information(Request r) {
        var frames = r.kernel().board().frames();
        Struct s = new Struct(INFORMATION_SIZE);
        s.u64(0, r.kernel().mcToNanos(r.nowMc()) / TimeCalls.NANOS);
        s.u64(32, frames.total() * 4096L);
        s.u64(40, (frames.total() - frames.inUse()) * 4096L);
        s.u16(80, r.kernel().processes().all().size());
        s.u32(104, 1);
        return r.put(r.argument(0), s);
    }

    /** Seeded: two runs get the same bytes. */
    private static long random(Request r) {
        if ((r.number(2) & ~7) != 0) {
            return Errno.EINVAL.negative();
        }
        r.charge("device.random");
        long wanted = Math.min(r.argument(1) & Long.MAX_VALUE, LONGEST_RANDOM);
        UserRanges to = r.range(r.argument(0), wanted);
        byte[] bytes = new byte[(int) Math.min(4096, Math.max(1, wanted))];
        SeededRandom source = r.system().random();
        while (to.remaining() > 0) {
            int part = (int) Math.min(bytes.length, to.remaining());
            source.nextBytes(bytes);
            if (to.put(bytes, 0, part) < part) {
                long done = wanted - to.remaining();
                return done > 0 ? done : Errno.EFAULT.negative();
            }
        }
        return wanted;
    }

    private static long processor(Request r) {
        int[] values = {r.caller().core().id(), 0};
        for (int i = 0; i < 2; i++) {
            long error =
                    r.argument(i) == 0 ? 0 : r.put(r.argument(i), new Struct(4).u32(0, values[i]));
            if (error != 0) {
                return error;
            }
        }
        return 0;
    }

    private static long affinity(Request r) {
        if (r.argument(1) < 8 || r.argument(1) % 8 != 0) {
            return Errno.EINVAL.negative();
        }
        long mask = (1L << r.kernel().board().cores().size()) - 1;
        long error = r.put(r.argument(2), new Struct(8).u64(0, mask));
        return error == 0 ? 8 : error;
    }
}
