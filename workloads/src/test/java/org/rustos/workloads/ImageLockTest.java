package org.rustos.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.core.Sha256;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The images are what images.lock says: nobody changed one without its sources. */
class ImageLockTest {
    private static final Path IMAGES = Path.of("src/main/resources/images");

    @Test
    void everyImageHasTheHashOfTheLockAndNoneIsMissing() throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(IMAGES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".elf")).toList()) {
                String name = IMAGES.relativize(file).toString().replace('\\', '/');
                found.put(name, Sha256.hex(Files.readAllBytes(file)));
            }
        }
        assertEquals(locked(), found);
        assertTrue(found.size() >= 36, "36 images at least: " + found.size());
    }

    private static SortedMap<String, String> locked() throws IOException {
        SortedMap<String, String> lock = new TreeMap<>();
        try (InputStream in = ImageLockTest.class.getResourceAsStream("/images/images.lock")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                    .filter(line -> line.endsWith(".elf"))
                    .forEach(line -> lock.put(line.substring(66), line.substring(0, 64)));
        }
        return lock;
    }
}
