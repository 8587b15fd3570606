package org.rustos.cli.programs;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Our own programs for the comparison, built with the host's compilers. A source says in its first
 * line how: {@code // gcc -O2 -static NAME.c -lz}.
 */
final class Programs {
    private static final String MARK = "// ";

    private final Path sources;
    private final Path cache;
    private final Path bin;
    private final Map<String, String> missing = new TreeMap<>();
    private final List<String> names = new ArrayList<>();

    /**
     * Of a folder of sources.
     *
     * @param cache keeps what was built until its source changes
     * @param bin gets the programs
     */
    Programs(Path sources, Path cache, Path bin) {
        this.sources = sources;
        this.cache = cache;
        this.bin = bin;
    }

    /** Builds those among the names that are ours; says of each whether it could. */
    void build(List<String> wanted) throws IOException, InterruptedException {
        Files.createDirectories(cache);
        List<Path> all;
        try (Stream<Path> files = Files.list(sources)) {
            all = files.sorted().toList();
        }
        for (Path source : all) {
            String name = name(source);
            if (wanted.contains(name)) {
                names.add(name);
                build(source, name);
            }
        }
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** Why a program could not be built, or null. */
    String missing(String name) {
        return missing.get(name);
    }

    private static String name(Path source) {
        return source.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }

    private void build(Path source, String name) throws IOException, InterruptedException {
        Path built = cache.resolve(name);
        if (!Files.exists(built)
                || Files.getLastModifiedTime(built).compareTo(Files.getLastModifiedTime(source))
                        < 0) {
            compile(source, built);
        }
        if (missing.get(name) == null) {
            Files.copy(built, bin.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private void compile(Path source, Path built) throws IOException, InterruptedException {
        String first = Files.readAllLines(source).getFirst();
        if (!first.startsWith(MARK)) {
            throw new IllegalStateException(source + ": its first line says how to build it");
        }
        List<String> command =
                new ArrayList<>(List.of(first.substring(MARK.length()).strip().split(" +")));
        command.addAll(List.of("-o", built.toString()));
        Path log = Files.createTempFile("build", ".log");
        try {
            Process compiler =
                    new ProcessBuilder(command)
                            .directory(sources.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.to(log.toFile()))
                            .start();
            if (compiler.waitFor() != 0) {
                missing.put(name(source), "cannot be built: " + reason(log));
            }
        } catch (IOException e) {
            missing.put(name(source), "cannot be built: no " + command.getFirst());
        } finally {
            Files.delete(log);
        }
    }

    private static String reason(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.stream()
                .filter(line -> line.contains("cannot find") || line.contains("error"))
                .findFirst()
                .orElse(lines.isEmpty() ? "no reason given" : lines.getLast());
    }
}
