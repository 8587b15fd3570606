package org.rustos.cpu.x86;

import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.CpuModels;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.Isa;
import org.rustos.cpu.ProfileFiles;

import java.util.List;

/** Offers the x86-64 models to whoever asks the service loader. */
public final class X86CpuModels implements CpuModels {
    private static final ProfileFiles PROFILES =
            new ProfileFiles("unicorn-x86", Isa.X86_64, List.of("x86-zen3"));

    @Override
    public List<String> ids() {
        return PROFILES.ids();
    }

    @Override
    public CpuModel load(String idOrFile) {
        CpuProfile profile = PROFILES.find(idOrFile);
        return profile == null ? null : new X86CpuModel(profile);
    }
}
