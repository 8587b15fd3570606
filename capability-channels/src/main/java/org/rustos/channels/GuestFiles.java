package org.rustos.channels;

import org.rustos.kernel.Kernel;
import org.rustos.kernel.StandardStreams;
import org.rustos.kernel.file.Answer;
import org.rustos.kernel.file.Console;
import org.rustos.kernel.file.Credentials;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.file.FileSystem;
import org.rustos.kernel.file.HostTree;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.file.StandardTree;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.program.ProgramException;

import java.util.Map;
import java.util.TreeMap;

/**
 * The files that a run starts with: an imported root, the standard tree, what a workload prepares.
 */
final class GuestFiles {
    private static final int DIRECTORY_MODE = 0755;
    private static final int FILE_MODE = 0644;

    private GuestFiles() {}

    static void install(Kernel kernel, Simulation.Plan plan) throws ProgramException {
        Volume volume = kernel.newVolume();
        long seed = plan.kernel().seed();
        FileSystem tree;
        if (plan.root() == null) {
            tree = StandardTree.empty(volume, seed);
        } else {
            tree = StandardTree.over(volume, HostTree.open(volume, plan.root()), seed);
        }
        for (Map.Entry<String, byte[]> file : new TreeMap<>(plan.files()).entrySet()) {
            create(tree, file.getKey(), file.getValue());
        }
        Simulation.Streams s = plan.streams();
        kernel.install(
                tree,
                new StandardStreams(
                        new Console(volume, s.out(), s.in(), s.terminal()),
                        new Console(volume, s.out(), null, s.terminal()),
                        new Console(volume, s.err(), null, s.terminal())));
    }

    private static void create(FileSystem tree, String path, byte[] content)
            throws ProgramException {
        Directory root = tree.root();
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            Errno made =
                    tree.makeDirectory(
                            root,
                            path.substring(0, slash),
                            DIRECTORY_MODE,
                            Credentials.ROOT,
                            Payer.NOBODY);
            if (made != Errno.OK && made != Errno.EEXIST) {
                throw new ProgramException("cannot prepare " + path + ": " + made);
            }
        }
        Answer<OpenFile> opened =
                tree.open(
                        root,
                        path,
                        OpenFlags.CREATE | OpenFlags.TRUNCATE | OpenFlags.READ_WRITE,
                        FILE_MODE,
                        Credentials.ROOT,
                        Payer.NOBODY);
        if (!opened.ok()) {
            throw new ProgramException("cannot prepare " + path + ": " + opened.error());
        }
        boolean fits = opened.value().inode() instanceof RegularFile file && file.fill(content);
        opened.value().release(Payer.NOBODY);
        if (!fits) {
            throw new ProgramException("cannot prepare " + path + ": guest RAM is too small");
        }
    }
}
