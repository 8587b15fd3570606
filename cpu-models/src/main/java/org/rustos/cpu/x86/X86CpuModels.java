package org.rustos.cpu.x86;

import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.CpuModels;
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

/** Offers the x86-64 models to whoever asks the service loader. */
public final class X86CpuModels implements CpuModels {
    private static final String ENGINE = "unicorn-x86";
    private static final List<String> IDS = List.of("x86-zen3");

    @Override
    public List<String> ids() {
        return IDS;
    }

    @Override
    public CpuModel load(String idOrFile) {
        if (IDS.contains(idOrFile)) {
            String resource = "/profiles/" + idOrFile + ".json";
            try (InputStream in = X86CpuModels.class.getResourceAsStream(resource)) {
                return model(ProfileReader.read(idOrFile + ".json", in.readAllBytes()));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        return loadFile(idOrFile);
    }

    private static CpuModel loadFile(String file) {
        byte[] content;
        try {
            Path path = Path.of(file);
            if (!Files.isRegularFile(path)) {
                return null;
            }
            content = Files.readAllBytes(path);
        } catch (InvalidPathException notOurs) {
            return null;
        } catch (IOException unreadable) {
            throw new ProfileException(file + ": cannot be read: " + unreadable.getMessage());
        }
        CpuProfile profile = ProfileReader.read(file, content);
        return profile.engine().equals(ENGINE) ? model(profile) : null;
    }

    private static CpuModel model(CpuProfile profile) {
        if (profile.isa() != Isa.X86_64) {
            throw new ProfileException(
                    profile.id() + ": engine " + ENGINE + " needs isa " + Isa.X86_64.id());
        }
        return new X86CpuModel(profile);
    }
}
