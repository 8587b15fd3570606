package org.rustos.cli.programs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
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
        return run(List.of(), ground.freshCopy(), image, arguments);
    }

    /**
     * Runs one command under another program, for example one that traces it.
     *
     * @param folder a fresh copy of the files; it is removed
     */
    Ended run(List<String> under, Path folder, Path image, List<String> arguments)
            throws IOException, InterruptedException {
        Path err = folder.resolveSibling(folder.getFileName() + ".err");
        List<String> command = new ArrayList<>(under);
        command.add(image.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", ground.bin().toString(), "HOME", "/"));
        // Pipes, as the guest has them; what is written to standard error is read afterwards.
        Process process = builder.redirectError(Redirect.to(err.toFile())).start();
        process.getOutputStream().close();
        String output;
        try (InputStream from = process.getInputStream()) {
            output = new String(from.readAllBytes(), ISO_8859_1);
        }
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        Ended ended = new Ended(process.exitValue(), output, Files.readString(err, ISO_8859_1));
        Files.delete(err);
        Playground.remove(folder);
        return ended;
    }
}
