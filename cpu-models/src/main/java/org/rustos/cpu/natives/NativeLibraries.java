package org.rustos.cpu.natives;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Finds the native libraries where {@code tools/fetch-natives} put them, so that no binding needs
 * to know about set-up. Order: system property, environment variable, cache folder ({@code
 * rustos.cache} or {@code RUSTOS_CACHE}, else {@code ~/.cache/rustos}). A system library of the
 * right version is a link in the cache folder, made by the script, which can ask its version
 * cheaply. Nothing is loaded here; the binding checks the version that the library itself reports.
 */
public final class NativeLibraries {
    private final Map<String, String> environment;
    private final Properties properties;

    NativeLibraries(Map<String, String> environment, Properties properties) {
        this.environment = environment;
        this.properties = properties;
    }

    /** The libraries of this host, by its environment and system properties. */
    public static NativeLibraries ofHost() {
        return new NativeLibraries(System.getenv(), System.getProperties());
    }

    /**
     * The shared library of Unicorn 2.1.4 or newer.
     *
     * @throws NativeLibraryMissingException if no readable file is found
     */
    public static Path unicorn() {
        return ofHost().find(NativeLibrary.UNICORN);
    }

    /**
     * The shared library of Zydis 4.0.
     *
     * @throws NativeLibraryMissingException if no readable file is found
     */
    public static Path zydis() {
        return ofHost().find(NativeLibrary.ZYDIS);
    }

    /**
     * The readable file of a library.
     *
     * @throws NativeLibraryMissingException if no readable file is found
     */
    public Path find(NativeLibrary library) {
        Optional<Explicit> explicit = explicit(library);
        if (explicit.isPresent()) {
            return explicit.get().require(library);
        }
        Path cached = cacheFolder().resolve(library.cacheFile());
        if (Files.isReadable(cached)) {
            return cached;
        }
        throw new NativeLibraryMissingException(
                library,
                library.displayName() + " " + library.version() + " is not at " + cached,
                "run tools/fetch-natives, or set " + library.variable() + " to its shared library");
    }

    /** The folder that set-up fills. */
    public Path cacheFolder() {
        String cache =
                firstSet(properties.getProperty("rustos.cache"), environment.get("RUSTOS_CACHE"));
        if (cache != null) {
            return Path.of(cache, "natives");
        }
        String home = firstSet(environment.get("HOME"), properties.getProperty("user.home"));
        return Path.of(home == null ? "." : home, ".cache", "rustos", "natives");
    }

    private Optional<Explicit> explicit(NativeLibrary library) {
        String property = firstSet(properties.getProperty(library.property()));
        if (property != null) {
            return Optional.of(new Explicit("system property " + library.property(), property));
        }
        String variable = firstSet(environment.get(library.variable()));
        return variable == null
                ? Optional.empty()
                : Optional.of(new Explicit(library.variable(), variable));
    }

    private static String firstSet(String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    /** A path that the user gave: never silently replaced by another one. */
    private record Explicit(String origin, String value) {
        Path require(NativeLibrary library) {
            try {
                Path path = Path.of(value);
                if (Files.isReadable(path)) {
                    return path.toAbsolutePath();
                }
            } catch (InvalidPathException e) {
                // Reported below, like a path that does not exist.
            }
            throw new NativeLibraryMissingException(
                    library,
                    origin + " names " + value + ", which cannot be read",
                    "correct or unset it");
        }
    }
}
