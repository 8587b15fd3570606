package org.rustos.cpu.arm;

import org.rustos.core.cpu.CodeScanner;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.EngineUnavailableException;
import org.rustos.core.cpu.PointerSigner;
import org.rustos.core.hart.Hart;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.PageTableWriter;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.CoreTiming;
import org.rustos.cpu.natives.NativeLibraryMissingException;
import org.rustos.cpu.pipeline.Execution;
import org.rustos.cpu.pipeline.KnownCode;
import org.rustos.cpu.unicorn.EngineException;

/** One AArch64 profile on the Unicorn engine: makes harts and tables for it. */
final class ArmCpuModel implements CpuModel {
    private final CpuProfile profile;
    private final A64Classes classes;
    private final KnownCode known = new KnownCode();
    private final double counterGigahertz;
    private final boolean logged;

    ArmCpuModel(CpuProfile profile) {
        this(profile, true);
    }

    /**
     * @param logged false brings each memory access by a callback, as on hosts without a log; the
     *     counts are the same
     */
    ArmCpuModel(CpuProfile profile, boolean logged) {
        this.profile = profile;
        this.logged = logged;
        this.classes = new A64Classes(profile.id(), profile.pipeline());
        this.counterGigahertz =
                profile.document().path("counter").path("ghz").asDouble(profile.gigahertz());
    }

    @Override
    public CpuProfile profile() {
        return profile;
    }

    @Override
    public PageTableWriter pageTables(PhysicalMemory memory, FrameAllocator frames) {
        return new ArmPageTables(memory, frames);
    }

    @Override
    public Hart createHart(
            int id, PhysicalMemory memory, AliasSpace aliases, CoreTiming timing, boolean timed) {
        try {
            BlockDecoder decoder = new BlockDecoder(memory, aliases, classes, known);
            Execution execution =
                    new Execution(timing, memory, aliases, decoder, classes.pipeline(), timed);
            return new ArmHart(
                    memory,
                    aliases,
                    execution,
                    counterGigahertz / profile.gigahertz() / 1000,
                    Math.round(counterGigahertz * 1e9),
                    profile.feature("fpac"),
                    timed,
                    logged);
        } catch (EngineException | NativeLibraryMissingException failure) {
            throw new EngineUnavailableException(failure.getMessage(), failure);
        }
    }

    @Override
    public CodeScanner codeScanner() {
        return new DataKeyScanner();
    }

    @Override
    public PointerSigner pointerSigner() {
        return Signature::add;
    }

    @Override
    public String disassemble(byte[] code, long address) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at + 4 <= code.length; at += 4) {
            int word = 0;
            for (int i = 3; i >= 0; i--) {
                word = word << 8 | code[at + i] & 0xff;
            }
            text.append("%12x  ".formatted(address + at))
                    .append("%08x  ".formatted(word))
                    .append(A64Text.of(word, address + at))
                    .append('\n');
        }
        return text.toString();
    }
}
