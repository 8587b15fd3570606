package org.rustos.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class EmulatorVersionTest {
    @Test
    void isTheVersionOfTheBuild() throws IOException {
        String pom = Files.readString(Path.of("../pom.xml"));
        assertTrue(pom.contains("<version>" + EmulatorVersion.VERSION + "</version>"));
    }
}
