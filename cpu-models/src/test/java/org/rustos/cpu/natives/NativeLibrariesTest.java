package org.rustos.cpu.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

class NativeLibrariesTest {
    @TempDir Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Properties properties = new Properties();
    private final NativeLibraries libraries = new NativeLibraries(environment, properties);

    @ParameterizedTest
    @EnumSource
    void propertyBeatsVariableBeatsCache(NativeLibrary library) throws IOException {
        environment.put("RUSTOS_CACHE", folder.toString());
        Path cached = file("natives/" + library.cacheFile());
        assertEquals(cached, libraries.find(library));

        Path byVariable = file("by-variable.so");
        environment.put(library.variable(), byVariable.toString());
        assertEquals(byVariable, libraries.find(library));

        Path byProperty = file("by-property.so");
        properties.setProperty(library.property(), byProperty.toString());
        assertEquals(byProperty, libraries.find(library));
    }

    @ParameterizedTest
    @EnumSource
    void aWrongExplicitPathIsAnErrorAndNotAFallback(NativeLibrary library) throws IOException {
        environment.put("RUSTOS_CACHE", folder.toString());
        file("natives/" + library.cacheFile());
        environment.put(library.variable(), folder.resolve("absent.so").toString());

        var missing =
                assertThrows(NativeLibraryMissingException.class, () -> libraries.find(library));

        assertEquals(library, missing.library());
        assertTrue(missing.getMessage().contains(library.variable()), missing.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void nothingFoundNamesTheRemedyInOneLine(NativeLibrary library) {
        environment.put("RUSTOS_CACHE", folder.toString());

        var missing =
                assertThrows(NativeLibraryMissingException.class, () -> libraries.find(library));

        assertTrue(missing.getMessage().contains("tools/fetch-natives"), missing.getMessage());
        assertEquals(1, missing.getMessage().lines().count());
    }

    @Test
    void theCacheIsInTheHomeFolderUnlessMoved() {
        environment.put("HOME", "/home/someone");
        assertEquals(Path.of("/home/someone/.cache/rustos/natives"), libraries.cacheFolder());
    }

    /**
     * The script is the other half: a file name or variable changed on one side only breaks set-up.
     */
    @ParameterizedTest
    @EnumSource
    void theScriptUsesTheSameNames(NativeLibrary library) throws IOException {
        String script = Files.readString(Path.of("../tools/fetch-natives"));
        String expanded = script.replace("$UNICORN_VERSION", NativeLibrary.UNICORN.version());

        assertTrue(expanded.contains("/" + library.cacheFile() + "}"), library.cacheFile());
        assertTrue(script.contains("${" + library.variable() + ":-"), library.variable());
    }

    private Path file(String name) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "");
    }
}
