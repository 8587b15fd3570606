package org.rustos.bench.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.KernelPaths;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.KernelPath;
import org.rustos.kernel.Kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What every profile and the table of kernel paths must keep. */
class CostRulesTest {
    private static final Set<Event> MICROCODE =
            EnumSet.of(
                    Event.MODE_ENTER,
                    Event.MODE_LEAVE,
                    Event.EXCEPTION_ENTER,
                    Event.EXCEPTION_LEAVE,
                    Event.FRED_ENTER,
                    Event.FRED_LEAVE);

    /** One way of a message, which also switches the address space: that is counted apart. */
    private static final List<String> MESSAGE =
            List.of("ipc.entry", "ipc.check", "ipc.transfer", "ipc.switch", "ipc.exit");

    /** Traps as a whole; every other path stands for itself. */
    private static final List<List<String>> TRAPS =
            List.of(
                    List.of("syscall.entry", "syscall.dispatch", "syscall.exit"),
                    List.of("fault.entry", "fault.area", "fault.map", "fault.exit"),
                    MESSAGE,
                    List.of(
                            "ipc.entry.history",
                            "ipc.check",
                            "ipc.transfer",
                            "ipc.switch",
                            "ipc.exit"),
                    List.of("fred.entry", "syscall.dispatch", "fred.exit"),
                    List.of("fred.fault.entry", "fault.area", "fault.map", "fred.fault.exit"));

    private final JsonNode table = table();

    private static JsonNode table() {
        try (InputStream in = Kernel.class.getResourceAsStream("kernel-paths.json")) {
            return new ObjectMapper().readTree(in).path("paths");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void fixedCyclesAreAtMostAQuarterOfAnyKernelPath() {
        for (String id : CpuModelFinder.ids()) {
            CpuProfile profile = CpuModelFinder.load(id).profile();
            KernelPaths paths = new KernelPaths("kernel-paths.json", table, profile);
            List<List<KernelPath>> wholes = new ArrayList<>();
            List<String> inTraps = new ArrayList<>();
            for (List<String> trap : TRAPS) {
                wholes.add(trap.stream().map(paths::get).toList());
                inTraps.addAll(trap);
            }
            for (KernelPath path : paths.all()) {
                if (!inTraps.contains(path.name())) {
                    wholes.add(List.of(path));
                }
            }
            for (List<KernelPath> whole : wholes) {
                long fixed = whole.stream().mapToLong(path -> fixedMc(profile, path)).sum();
                long total = whole.stream().mapToLong(path -> totalMc(profile, path)).sum();
                if (whole.getLast().name().equals(MESSAGE.getLast())) {
                    total += profile.costs().of(Event.ADDRESS_SPACE_SWITCH).millicycles();
                }
                assertTrue(
                        fixed * 4 <= total,
                        id + " " + whole.getFirst().name() + ": " + fixed + " of " + total);
            }
        }
    }

    private static long fixedMc(CpuProfile profile, KernelPath path) {
        return path.fixedMc()
                + path.events().stream()
                        .filter(e -> MICROCODE.contains(e.event()))
                        .mapToLong(e -> e.times() * profile.costs().of(e.event()).millicycles())
                        .sum();
    }

    private static long totalMc(CpuProfile profile, KernelPath path) {
        return path.fixedMc()
                + path.instructions() * profile.costs().kernelInstruction().millicycles()
                + path.events().stream()
                        .mapToLong(e -> e.times() * profile.costs().of(e.event()).millicycles())
                        .sum();
    }

    /** Every data file of every module, so that a new one cannot be forgotten. */
    @Test
    void noFigureComesFromARowThatIsKeptForJudging() throws IOException {
        List<String> cited = new ArrayList<>();
        int files = 0;
        for (Path file : dataFiles()) {
            Set<String> words = Citations.of(new ObjectMapper().readTree(file.toFile()));
            files += words.isEmpty() ? 0 : 1;
            for (String word : words) {
                if (word.contains("_") && SiliconFigures.neverFitted(word)) {
                    cited.add(word + " in " + file);
                }
            }
        }
        for (String id : CpuModelFinder.ids()) {
            List<String> fitted = CpuModelFinder.load(id).profile().fitted();
            fitted.stream().filter(SiliconFigures::neverFitted).forEach(cited::add);
        }
        assertEquals(List.of(), cited);
        assertTrue(files >= 2, "profiles and kernel paths must have been read");
    }

    private static List<Path> dataFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.sorted().toList()) {
                Path resources = module.resolve("src/main/resources");
                if (Files.isDirectory(resources)) {
                    try (Stream<Path> found = Files.walk(resources)) {
                        found.filter(path -> path.toString().endsWith(".json"))
                                .sorted()
                                .forEach(files::add);
                    }
                }
            }
        }
        return files;
    }
}
