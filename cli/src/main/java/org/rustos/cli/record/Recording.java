package org.rustos.cli.record;

import org.rustos.bench.result.CanonicalJson;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.core.EmulatorVersion;
import org.rustos.core.Sha256;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a recording says of itself, so that it can be trusted before anything runs: what was done,
 * by which version, and the hash of every file that belongs to it.
 *
 * @param format layout of the folder; see {@link #FORMAT}
 * @param kind what was recorded
 * @param version of the emulator that recorded
 * @param options the options that differ from their defaults, name to values
 * @param files name inside of the folder to sha256
 */
public record Recording(
        int format,
        Kind kind,
        String version,
        SortedMap<String, List<String>> options,
        SortedMap<String, String> files) {
    /** The layout that this version writes and reads. */
    public static final int FORMAT = 1;

    /** Name of the file that holds this. */
    public static final String INDEX = "recording.json";

    private static final long LARGEST_INDEX = 64L << 20;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9.-]{0,99})(/[a-z0-9-]{1,99}[.a-z]{0,9})?");

    /** What can be recorded. */
    public enum Kind {
        RUN,
        BENCH
    }

    /** Writes files and the index, which comes last: a folder without one is no recording. */
    public static void write(
            Path folder,
            Kind kind,
            SortedMap<String, List<String>> options,
            Map<String, byte[]> content) {
        write(folder, kind, options, content, Map.of());
    }

    /**
     * The same for a folder that holds files already.
     *
     * @param there name to hash of those
     */
    static void write(
            Path folder,
            Kind kind,
            SortedMap<String, List<String>> options,
            Map<String, byte[]> content,
            Map<String, String> there) {
        SortedMap<String, String> hashes = new TreeMap<>(there);
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(INDEX));
            for (Map.Entry<String, byte[]> file : content.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
                hashes.put(file.getKey(), Sha256.hex(file.getValue()));
            }
            Files.writeString(
                    folder.resolve(INDEX),
                    CanonicalJson.write(
                            new Recording(FORMAT, kind, EmulatorVersion.VERSION, options, hashes)));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.ENGINE,
                    folder + ": the recording cannot be written (" + e.getMessage() + ")");
        }
    }

    /**
     * Reads the index and checks every file against it.
     *
     * @throws CommandFailure with one line if it is foreign or damaged
     */
    public static Recording read(Path folder) {
        Path index = folder.resolve(INDEX);
        if (!Files.isRegularFile(index)) {
            throw bad(folder + ": no recording; give a folder of 'run --record' or 'bench --out'");
        }
        Recording recording;
        try {
            if (Files.size(index) > LARGEST_INDEX) {
                throw bad(index + ": too large for an index; record again");
            }
            var tree = CanonicalJson.MAPPER.readTree(index.toFile());
            int format = tree == null ? 0 : tree.path("format").asInt(0);
            if (format != FORMAT) {
                throw bad(
                        "%s: format: expected %d, found %s; replay it by the version that wrote it"
                                .formatted(index, FORMAT, format == 0 ? "none" : format));
            }
            recording = CanonicalJson.MAPPER.treeToValue(tree, Recording.class);
        } catch (IOException | IllegalArgumentException e) {
            throw bad(index + ": damaged, no index of a recording; record again");
        }
        recording.check(folder);
        return recording;
    }

    private void check(Path folder) {
        if (kind == null || version == null || options == null || files == null) {
            throw bad(folder.resolve(INDEX) + ": damaged, a part is missing; record again");
        }
        options.forEach(
                (name, values) -> {
                    if (values == null || values.contains(null)) {
                        throw bad(
                                "%s: damaged, option %s has no value; record again"
                                        .formatted(folder.resolve(INDEX), name));
                    }
                });
        files.forEach(
                (name, hash) -> {
                    if (!NAME.matcher(name).matches()) {
                        throw bad(
                                folder.resolve(INDEX) + ": damaged, a file's name is none of ours");
                    }
                    if (!hash(folder, name).equals(hash)) {
                        throw bad(folder.resolve(name) + ": not what was recorded; record again");
                    }
                });
    }

    /** The bytes of a file that the index names. */
    public byte[] content(Path folder, String name) {
        Path file = file(folder, name);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Where a file is that the index names. */
    Path file(Path folder, String name) {
        if (!files.containsKey(name)) {
            throw bad(folder.resolve(INDEX) + ": damaged, it has no " + name + "; record again");
        }
        return present(folder, name);
    }

    private static Path present(Path folder, String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw bad(file + ": is missing; copy the whole folder");
        }
        return file;
    }

    private static String hash(Path folder, String name) {
        Path file = present(folder, name);
        try (InputStream in = Files.newInputStream(file)) {
            return Sha256.hex(in);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CommandFailure unreadable(Path file, IOException why) {
        return bad(file + ": cannot be read (" + why.getMessage() + ")");
    }

    /** All values of an option, none if it was not given. */
    public List<String> values(String option) {
        return options.getOrDefault(option, List.of());
    }

    /** The value of an option, or null. */
    public String value(String option) {
        List<String> values = values(option);
        return values.isEmpty() ? null : values.getFirst();
    }

    public static CommandFailure bad(String message) {
        return new CommandFailure(ExitCode.BAD_INPUT, message);
    }
}
