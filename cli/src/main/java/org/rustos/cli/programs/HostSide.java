package org.rustos.cli.programs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands natively, in a fresh copy of the files and with the guest's environment. */
final class HostSide {
    private static final int MOST_SECONDS = 120;

    private final Playground ground;

    HostSide(Playground ground) {
        this.ground = ground;
    }

    /**
     * Runs one command.
     *
     * @param image the program's file
     * @param arguments behind its name
     */
    Ended run(Path image, List<String> arguments) throws IOException, InterruptedException {
        return run(List.of(), image, arguments);
    }

    /** Runs one command under another program, for example one that traces it. */
    Ended run(List<String> under, Path image, List<String> arguments)
            throws IOException, InterruptedException {
        Path folder = ground.freshCopy();
        Path out = folder.resolveSibling(folder.getFileName() + ".out");
        Path err = folder.resolveSibling(folder.getFileName() + ".err");
        List<String> command = new ArrayList<>(under);
        command.add(image.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", ground.bin().toString(), "HOME", "/"));
        Process process =
                builder.redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(Redirect.to(out.toFile()))
                        .redirectError(Redirect.to(err.toFile()))
                        .start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        Ended ended =
                new Ended(
                        process.exitValue(),
                        Files.readString(out, ISO_8859_1),
                        Files.readString(err, ISO_8859_1));
        Playground.remove(folder);
        return ended;
    }
}
