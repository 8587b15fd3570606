package org.rustos.cli.programs;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file of commands: {@code ==} begins a section, {@code #} a remark, the rest are commands. */
final class CommandList {
    private CommandList() {}

    static List<CommandLineRow> read(Path file) {
        List<CommandLineRow> rows = new ArrayList<>();
        String section = "";
        for (String line : lines(file)) {
            if (line.startsWith("==")) {
                section = line.substring(2).strip();
            } else if (!line.isBlank() && !line.startsWith("#")) {
                rows.add(CommandLineRow.of(section, line.strip()));
            }
        }
        return List.copyOf(rows);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, file + ": cannot be read; name a list of commands");
        }
    }
}
