package org.rustos.kernel.ebpf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of {@code programs.txt}: what each instruction does, as small programs with a result.
 */
record ProgramTable(String name, int version, byte[] memory, long expected, byte[] code) {
    static List<ProgramTable> rows() {
        List<ProgramTable> rows = new ArrayList<>();
        for (String line : text("programs.txt").split("\n")) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            String[] cell = line.split("\\|", 5);
            rows.add(
                    new ProgramTable(
                            cell[0].strip(),
                            Integer.parseInt(cell[1].strip()),
                            CodeText.parse(cell[2]),
                            Long.parseUnsignedLong(cell[3].strip(), 16),
                            Assembler.assemble(cell[4])));
        }
        return rows;
    }

    /** A resource beside the tests. */
    static String text(String name) {
        try (InputStream in = ProgramTable.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
