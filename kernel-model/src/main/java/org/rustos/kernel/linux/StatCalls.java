package org.rustos.kernel.linux;

import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Attributes;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.op.Errno;

import java.util.List;

/** Calls that tell the attributes of files and file systems. */
final class StatCalls {
    static final List<Call> ROWS =
            List.of(
                    new Call(
                            "stat", 2, r -> tell(r, PathCalls.found(r, Request.AT_FDCWD, 0, 0), 1)),
                    new Call(
                            "lstat",
                            2,
                            r ->
                                    tell(
                                            r,
                                            PathCalls.found(
                                                    r,
                                                    Request.AT_FDCWD,
                                                    0,
                                                    PathCalls.AT_SYMLINK_NOFOLLOW),
                                            1)),
                    new Call("fstat", 2, r -> tell(r, opened(r), 1)),
                    new Call(
                            "newfstatat",
                            4,
                            r -> tell(r, PathCalls.found(r, r.number(0), 1, r.number(3)), 2)),
                    new Call("statx", 5, StatCalls::extended),
                    new Call(
                            "statfs",
                            2,
                            r -> system(r, PathCalls.found(r, Request.AT_FDCWD, 0, 0))),
                    new Call("fstatfs", 2, r -> system(r, opened(r))));

    private static final long NANOS = 1_000_000_000L;
    private static final int STATX_SIZE = 256;
    private static final int STATX_BASIC = 0x7ff;
    private static final int TMPFS_MAGIC = 0x0102_1994;
    private static final int STATFS_SIZE = 120;

    private StatCalls() {}

    private static Answer<Inode> opened(Request r) {
        OpenFile file = r.file(0);
        return file == null ? Answer.refused(Errno.EBADF) : Answer.of(file.inode());
    }

    private static long tell(Request r, Answer<Inode> found, int index) {
        if (!found.ok()) {
            return found.error().negative();
        }
        r.charge("file.attributes");
        r.caller().touch(found.value().objectLine());
        Attributes a = found.value().attributes();
        return r.put(
                r.argument(index),
                new Struct(r.system().abi().layouts().get("stat"))
                        .set("st_dev", a.device())
                        .set("st_ino", a.inode())
                        .set("st_mode", a.mode())
                        .set("st_nlink", a.links())
                        .set("st_uid", a.owner())
                        .set("st_gid", a.group())
                        .set("st_rdev", a.deviceNumber())
                        .set("st_size", a.size())
                        .set("st_blksize", a.blockSize())
                        .set("st_blocks", a.blocks())
                        .set("st_atime", Math.floorDiv(a.accessedNs(), NANOS))
                        .set("st_atime_nsec", Math.floorMod(a.accessedNs(), NANOS))
                        .set("st_mtime", Math.floorDiv(a.modifiedNs(), NANOS))
                        .set("st_mtime_nsec", Math.floorMod(a.modifiedNs(), NANOS))
                        .set("st_ctime", Math.floorDiv(a.changedNs(), NANOS))
                        .set("st_ctime_nsec", Math.floorMod(a.changedNs(), NANOS)));
    }

    /** struct statx has one layout everywhere (linux/stat.h). */
    private static long extended(Request r) {
        Answer<Inode> found = PathCalls.found(r, r.number(0), 1, r.number(2));
        if (!found.ok()) {
            return found.error().negative();
        }
        r.charge("file.attributes");
        r.caller().touch(found.value().objectLine());
        Attributes a = found.value().attributes();
        Struct s =
                new Struct(STATX_SIZE)
                        .u32(0, STATX_BASIC)
                        .u32(4, a.blockSize())
                        .u32(16, a.links())
                        .u32(20, a.owner())
                        .u32(24, a.group())
                        .u16(28, a.mode())
                        .u64(32, a.inode())
                        .u64(40, a.size())
                        .u64(48, a.blocks());
        long[] times = {a.accessedNs(), a.changedNs(), a.changedNs(), a.modifiedNs()};
        for (int i = 0; i < times.length; i++) {
            s.u64(64 + i * 16, Math.floorDiv(times[i], NANOS));
            s.u32(72 + i * 16, Math.floorMod(times[i], NANOS));
        }
        s.u32(128, a.deviceNumber() >> 8).u32(132, a.deviceNumber() & 0xff);
        s.u32(136, a.device() >> 8).u32(140, a.device() & 0xff);
        return r.put(r.argument(4), s);
    }

    private static long system(Request r, Answer<Inode> found) {
        if (!found.ok()) {
            return found.error().negative();
        }
        var frames = r.kernel().board().frames();
        long free = frames.total() - frames.inUse();
        return r.put(
                r.argument(1),
                new Struct(STATFS_SIZE)
                        .u64(0, TMPFS_MAGIC)
                        .u64(8, 4096)
                        .u64(16, frames.total())
                        .u64(24, free)
                        .u64(32, free)
                        .u64(40, 1 << 20)
                        .u64(48, 1 << 19)
                        .u64(64, 255)
                        .u64(72, 4096));
    }
}
