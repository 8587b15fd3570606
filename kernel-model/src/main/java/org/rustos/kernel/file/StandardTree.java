package org.rustos.kernel.file;

import org.rustos.kernel.op.Errno;

/** Puts what every program expects into a root: /dev with its devices, /tmp, /proc. */
public final class StandardTree {
    private StandardTree() {}

    /** An empty root with the standard directories. */
    public static FileSystem empty(Volume volume, long seed) {
        Directory root = new Directory(volume, 0755);
        root.linked();
        return over(volume, root, seed);
    }

    /** Adds what is missing to a root; /dev is always our own. */
    public static FileSystem over(Volume volume, Directory root, long seed) {
        Errno loaded = root.load();
        if (loaded != Errno.OK) {
            throw new IllegalArgumentException("root cannot be read: " + loaded);
        }
        directory(volume, root, "tmp", 01777);
        directory(volume, root, "proc", 0555);
        Directory.Entry old = root.find("dev");
        if (old != null) {
            root.remove(old, Payer.NOBODY);
        }
        Directory devices = directory(volume, root, "dev", 0755);
        devices.add("null", device(volume, CharacterDevice.Type.NULL, seed));
        devices.add("zero", device(volume, CharacterDevice.Type.ZERO, seed));
        devices.add("full", device(volume, CharacterDevice.Type.FULL, seed));
        devices.add("random", device(volume, CharacterDevice.Type.RANDOM, seed));
        devices.add("urandom", device(volume, CharacterDevice.Type.URANDOM, seed));
        devices.add("fd", new Symlink(volume, "/proc/self/fd"));
        devices.add("stdin", new Symlink(volume, "/proc/self/fd/0"));
        devices.add("stdout", new Symlink(volume, "/proc/self/fd/1"));
        devices.add("stderr", new Symlink(volume, "/proc/self/fd/2"));
        directory(volume, devices, "shm", 01777);
        return new FileSystem(volume, root);
    }

    private static CharacterDevice device(Volume volume, CharacterDevice.Type type, long seed) {
        return new CharacterDevice(volume, type, seed);
    }

    private static Directory directory(Volume volume, Directory in, String name, int permissions) {
        Directory.Entry found = in.find(name);
        if (found != null && found.inode() instanceof Directory directory) {
            return directory;
        }
        if (found != null) {
            in.remove(found, Payer.NOBODY);
        }
        Directory added = new Directory(volume, permissions);
        in.add(name, added);
        return added;
    }
}
