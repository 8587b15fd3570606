package org.rustos.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.cpu.natives.NativeLibraries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ExaminationTest {
    @TempDir Path proc;

    @Test
    void reportsTheLibrariesWithTheirVersionAndPath() throws IOException {
        for (String name : List.of("Unicorn", "Zydis")) {
            Finding finding = find(name);
            assertEquals(Finding.Verdict.OK, finding.verdict(), finding.remedy());
            assertTrue(finding.value().matches("[0-9]+\\.[0-9]+\\.[0-9]+"), finding.value());
            assertTrue(Files.isReadable(Path.of(finding.place())), finding.place());
        }
    }

    @Test
    void littleMemoryIsAWarningWithARemedy() throws IOException {
        Files.writeString(proc.resolve("meminfo"), "MemAvailable:    1048576 kB\n");
        Finding finding = find("memory");
        assertEquals(Finding.Verdict.WARNING, finding.verdict());
        assertEquals("1024 MiB available", finding.value());
        assertTrue(finding.remedy().contains("--jobs 1"), finding.remedy());
    }

    @Test
    void namesTheFlagsOfTheFirstCore() throws IOException {
        Files.writeString(
                proc.resolve("cpuinfo"),
                "model name\t: Some CPU\nflags\t\t: fpu pku avx2\n\nflags\t\t: ospke\n");
        Finding finding = find("host CPU");
        assertEquals("avx2 pku", finding.place());
        assertTrue(finding.value().startsWith("Some CPU, "), finding.value());
    }

    @Test
    void aHostWithoutProcIsNoError() {
        assertEquals(Finding.Verdict.WARNING, find("host CPU").verdict());
        assertEquals(Finding.Verdict.WARNING, find("memory").verdict());
    }

    @Test
    void textAndJsonCarryTheSame() {
        Finding finding = Finding.missing("Zydis", "run tools/fetch-natives");
        assertEquals("missing  Zydis      run tools/fetch-natives", DoctorCommand.toText(finding));
        assertEquals(
                "{\"findings\":[{\"name\":\"Zydis\",\"verdict\":\"missing\",\"value\":\"\","
                        + "\"place\":\"\",\"remedy\":\"run tools/fetch-natives\"}]}",
                DoctorCommand.toJson(List.of(finding)).toString());
    }

    private Finding find(String name) {
        return new Examination(proc, NativeLibraries.ofHost())
                .findings().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    }
}
