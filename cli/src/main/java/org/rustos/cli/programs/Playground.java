package org.rustos.cli.programs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The same files for both sides: the guest's root, and fresh copies for native runs. Times and
 * modes are set, so that listings agree whoever checked the files out.
 */
final class Playground implements AutoCloseable {
    private static final FileTime STAMP = FileTime.from(Instant.parse("2024-02-29T12:34:56Z"));

    private final Path files;
    private final Path folder;
    private int copies;

    private Playground(Path files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    /**
     * Makes the guest's root: the files, and in /bin busybox under each applet's name.
     *
     * @param files the folder that is copied
     * @param applets names to link
     */
    static Playground make(Path files, Path busybox, List<String> applets) throws IOException {
        Path memory = Path.of("/dev/shm");
        Path folder =
                Files.isWritable(memory)
                        ? Files.createTempDirectory(memory, "rustos-programs")
                        : Files.createTempDirectory("rustos-programs");
        Playground ground = new Playground(files, folder);
        Path bin = Files.createDirectories(ground.bin());
        Files.copy(busybox, bin.resolve("busybox"));
        for (String applet : applets) {
            if (!applet.equals("busybox")) {
                Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
            }
        }
        ground.fill(ground.root());
        return ground;
    }

    /** What the guest sees as its root. */
    Path root() {
        return folder.resolve("root");
    }

    /** Programs by name; the native side's PATH. */
    Path bin() {
        return root().resolve("bin");
    }

    /** A folder like the root for one native run, programs left out. */
    Path freshCopy() throws IOException {
        Path copy = freshFolder();
        fill(copy);
        return copy;
    }

    /** An empty folder. */
    synchronized Path freshFolder() throws IOException {
        return Files.createDirectory(folder.resolve("native-" + copies++));
    }

    private void fill(Path target) throws IOException {
        List<Path> sources = new ArrayList<>();
        collect(files, sources);
        for (Path source : sources) {
            Path copy = target.resolve(files.relativize(source).toString());
            Files.copy(source, copy, StandardCopyOption.COPY_ATTRIBUTES);
            boolean run = Files.isDirectory(source) || source.toString().endsWith(".sh");
            Files.setPosixFilePermissions(
                    copy, PosixFilePermissions.fromString(run ? "rwxr-xr-x" : "rw-r--r--"));
        }
        for (Path source : sources.reversed()) {
            Files.setLastModifiedTime(target.resolve(files.relativize(source).toString()), STAMP);
        }
        Files.createDirectories(target.resolve("tmp"));
    }

    /** All below a folder, last names first: a RAM file system then lists them by name. */
    private static void collect(Path folder, List<Path> into) throws IOException {
        List<Path> here;
        try (Stream<Path> all = Files.list(folder)) {
            here = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : here) {
            into.add(path);
            if (Files.isDirectory(path)) {
                collect(path, into);
            }
        }
    }

    /** Removes a folder and all below it; what is not there is fine. */
    static void remove(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException failure)
                            throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    @Override
    public void close() throws IOException {
        remove(folder);
    }
}
