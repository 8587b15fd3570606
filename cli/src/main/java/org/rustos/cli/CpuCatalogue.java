package org.rustos.cli;

import org.rustos.bench.simulation.CpuModelFinder;
import org.rustos.bench.suite.Spelling;
import org.rustos.core.cpu.CpuModel;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds the CPU model that {@code --cpu} names, by id or by the path of a profile file. */
public final class CpuCatalogue {
    /** What runs when nothing is said: the model that is fitted to measured silicon. */
    public static final String STANDARD = "x86-zen3";

    private CpuCatalogue() {}

    /**
     * Loads a model; needs no engine.
     *
     * @throws CommandFailure with one line if there is none of that name
     */
    public static CpuModel load(String idOrFile) {
        CpuModel model = CpuModelFinder.load(idOrFile);
        if (model != null) {
            return model;
        }
        if (isFile(idOrFile)) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--cpu " + idOrFile + ": no engine of this build reads it; see its 'engine'");
        }
        if (idOrFile.contains("/") || idOrFile.endsWith(".json")) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "--cpu " + idOrFile + ": no such file; give a profile");
        }
        throw new CommandFailure(
                ExitCode.USAGE,
                "--cpu "
                        + idOrFile
                        + ": no such CPU model"
                        + Spelling.hint(idOrFile, CpuModelFinder.ids()));
    }

    private static boolean isFile(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
