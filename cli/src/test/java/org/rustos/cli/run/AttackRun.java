package org.rustos.cli.run;

import org.rustos.cli.CommandRun;
import org.rustos.core.cpu.Isa;
import org.rustos.workloads.FilePattern;
import org.rustos.workloads.program.Attacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs an attacking guest program on a whole machine that has the file that it may ask for. */
final class AttackRun {
    private AttackRun() {}

    /**
     * Runs it to its end.
     *
     * @param folder takes the image and the guest's files
     * @param cpu id of a model of this ISA
     */
    static CommandRun of(
            Path folder, Isa isa, String cpu, Attacks attack, String mechanism, String... arguments)
            throws IOException {
        return of(folder, isa, cpu, attack, mechanism, List.of(), arguments);
    }

    /**
     * The same with options of {@code run}.
     *
     * @param cpu id or file of a model of this ISA
     */
    static CommandRun of(
            Path folder,
            Isa isa,
            String cpu,
            Attacks attack,
            String mechanism,
            List<String> options,
            String... arguments)
            throws IOException {
        Path image = folder.resolve(attack.id() + ".elf");
        Files.write(image, attack.image(isa, mechanism));
        Path data = Files.createDirectories(folder.resolve("root/data"));
        Files.write(data.resolve("file.bin"), FilePattern.bytes(1 << 16));
        List<String> command = new ArrayList<>(List.of("run", image.toString(), "--cpu", cpu));
        command.addAll(List.of("--root", folder.resolve("root").toString()));
        command.addAll(options);
        command.add("--");
        command.addAll(List.of(arguments));
        return CommandRun.of(command.toArray(String[]::new));
    }
}
