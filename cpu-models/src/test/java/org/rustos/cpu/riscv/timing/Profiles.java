package org.rustos.cpu.riscv.timing;

import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.ProfileReader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The profile that is shipped, for tests of what reads it. */
final class Profiles {
    private Profiles() {}

    static byte[] bytes() {
        try (InputStream in = Profiles.class.getResourceAsStream("/profiles/riscv-cheri.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RiscvPipeline pipeline(byte[] content) {
        CpuProfile profile = ProfileReader.read("riscv-cheri.json", content);
        return new RiscvPipeline("riscv-cheri.json", profile.pipeline());
    }

    static BlockSchedule schedule() {
        return new BlockSchedule(pipeline(bytes()));
    }
}
