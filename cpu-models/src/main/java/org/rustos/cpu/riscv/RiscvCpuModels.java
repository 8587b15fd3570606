package org.rustos.cpu.riscv;

import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.CpuModels;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.Isa;
import org.rustos.cpu.ProfileFiles;

import java.util.List;

/** Offers the RISC-V models to whoever asks the service loader. */
public final class RiscvCpuModels implements CpuModels {
    private static final ProfileFiles PROFILES =
            new ProfileFiles("java-riscv", Isa.RISCV64, List.of("riscv-cheri"));

    @Override
    public List<String> ids() {
        return PROFILES.ids();
    }

    @Override
    public CpuModel load(String idOrFile) {
        CpuProfile profile = PROFILES.find(idOrFile);
        return profile == null ? null : new RiscvCpuModel(profile);
    }
}
