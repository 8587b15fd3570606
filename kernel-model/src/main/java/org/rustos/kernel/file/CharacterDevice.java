package org.rustos.kernel.file;

import org.rustos.kernel.SeededRandom;
import org.rustos.kernel.op.Errno;

/** A device whose bytes come from nowhere: null, zero, full, urandom. */
public final class CharacterDevice extends Inode {
    /** Which device it is. */
    public enum Type {
        NULL(3),
        ZERO(5),
        FULL(7),
        RANDOM(8),
        URANDOM(9);

        private final int minor;

        Type(int minor) {
            this.minor = minor;
        }
    }

    private static final int MEMORY_MAJOR = 1;
    private static final int CHUNK = 256;

    private final Type type;
    private final SeededRandom random;
    private final String path;

    /**
     * Creates a device.
     *
     * @param seed of the random devices; two runs read the same bytes
     */
    public CharacterDevice(Volume volume, Type type, long seed) {
        super(volume, 0666);
        this.type = type;
        this.path =
                switch (type) {
                    case NULL -> "device.null";
                    case ZERO, FULL -> "device.zero";
                    case RANDOM, URANDOM -> "device.random";
                };
        this.random = new SeededRandom(seed ^ type.minor);
    }

    @Override
    public FileKind kind() {
        return FileKind.CHARACTER;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public boolean seekable() {
        return true;
    }

    @Override
    public long deviceNumber() {
        return MEMORY_MAJOR << 8 | type.minor;
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        payer.charge(path);
        if (type == Type.NULL) {
            return 0;
        }
        long wanted = to.remaining();
        long done = 0;
        byte[] bytes = new byte[CHUNK];
        boolean random = type == Type.RANDOM || type == Type.URANDOM;
        while (done < wanted) {
            int part = (int) Math.min(wanted - done, random ? CHUNK : 4096);
            int moved;
            if (random) {
                this.random.nextBytes(bytes);
                moved = to.put(bytes, 0, part);
            } else {
                moved = to.put(-1, part);
            }
            done += moved;
            if (moved < part) {
                return done > 0 ? done : Errno.EFAULT.negative();
            }
        }
        return done;
    }

    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        payer.charge("device.null");
        return type == Type.FULL ? Errno.ENOSPC.negative() : from.remaining();
    }
}
