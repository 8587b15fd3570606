package org.rustos.channels.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;

class HeaderGeneratorTest {
    @Test
    void theCheckedInHeaderIsCurrent() throws IOException {
        assertEquals(
                HeaderGenerator.header(),
                Files.readString(HeaderGenerator.HEADER),
                "run org.rustos.channels.abi.HeaderGenerator in the module's folder");
    }
}
