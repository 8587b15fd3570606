package org.rustos.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.rustos.core.elf.ElfException;
import org.rustos.cpu.natives.NativeLibrary;
import org.rustos.cpu.natives.NativeLibraryMissingException;

import java.util.Arrays;
import java.util.List;

class ExitCodeTest {
    @Test
    void theFiguresAreStable() {
        assertEquals(
                List.of(0, 1, 64, 65, 69, 70, 75, 76),
                Arrays.stream(ExitCode.values()).map(ExitCode::code).toList());
    }

    @Test
    void aFailureIsSortedByWhoseFaultItIs() {
        assertEquals(ExitCode.BAD_INPUT, ExitCode.of(new ElfException("truncated")));
        assertEquals(
                ExitCode.ENGINE,
                ExitCode.of(
                        new NativeLibraryMissingException(
                                NativeLibrary.ZYDIS, "absent", "bring it")));
        assertEquals(ExitCode.LIMIT, ExitCode.of(new CommandFailure(ExitCode.LIMIT, "limit")));
        assertEquals(ExitCode.LIMIT, ExitCode.of(new OutOfMemoryError("Java heap space")));
        assertEquals(ExitCode.INTERNAL, ExitCode.of(new IllegalStateException("bug")));
    }
}
