package org.rustos.cpu;

import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.Isa;
import org.rustos.core.cpu.ProfileException;
import org.rustos.core.cpu.ProfileReader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds the profile that an option names, for an engine: one that we ship, by id, or a file.
 *
 * @param engine what the profile's {@code engine} must say
 * @param isa what the engine runs
 * @param ids of the shipped profiles, resources {@code /profiles/<id>.json}
 */
public record ProfileFiles(String engine, Isa isa, List<String> ids) {
    /**
     * Loads a profile.
     *
     * @return null if it is neither a shipped id nor a profile file for this engine
     * @throws ProfileException if the file is bad: one line with file, place and remedy
     */
    public CpuProfile find(String idOrFile) {
        CpuProfile profile = ids.contains(idOrFile) ? shipped(idOrFile) : file(idOrFile);
        if (profile == null || !profile.engine().equals(engine)) {
            return null;
        }
        if (profile.isa() != isa) {
            throw new ProfileException(
                    profile.id() + ": engine " + engine + " needs isa " + isa.id());
        }
        return profile;
    }

    private static CpuProfile shipped(String id) {
        String resource = "/profiles/" + id + ".json";
        try (InputStream in = ProfileFiles.class.getResourceAsStream(resource)) {
            return ProfileReader.read(id + ".json", in.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static CpuProfile file(String file) {
        try {
            Path path = Path.of(file);
            return Files.isRegularFile(path)
                    ? ProfileReader.read(file, Files.readAllBytes(path))
                    : null;
        } catch (InvalidPathException notOurs) {
            return null;
        } catch (IOException unreadable) {
            throw new ProfileException(file + ": cannot be read: " + unreadable.getMessage());
        }
    }
}
