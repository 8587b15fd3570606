package org.rustos.cpu.arm;

import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.CpuModels;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.Isa;
import org.rustos.cpu.ProfileFiles;

import java.util.List;

/** Offers the AArch64 models to whoever asks the service loader. */
public final class ArmCpuModels implements CpuModels {
    private static final ProfileFiles PROFILES =
            new ProfileFiles("unicorn-arm", Isa.AARCH64, List.of("arm-neoverse-v1"));

    @Override
    public List<String> ids() {
        return PROFILES.ids();
    }

    @Override
    public CpuModel load(String idOrFile) {
        CpuProfile profile = PROFILES.find(idOrFile);
        return profile == null ? null : new ArmCpuModel(profile);
    }
}
