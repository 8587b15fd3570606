package org.rustos.cpu.x86;

import org.rustos.core.cpu.CodeScanner;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.EngineUnavailableException;
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
import org.rustos.cpu.zydis.DecoderException;
import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.InstructionDecoder;

import java.lang.foreign.MemorySegment;

/** One x86-64 profile on the Unicorn engine: makes harts, tables and disassembly for it. */
final class X86CpuModel implements CpuModel {
    private final CpuProfile profile;
    private final X86Classes classes;
    private final CpuidTable cpuid;
    private final double timestampPerMc;

    private final KnownCode known = new KnownCode();

    private final boolean logged;

    X86CpuModel(CpuProfile profile) {
        this(profile, true);
    }

    /**
     * @param logged false brings each memory access by a callback, as on hosts without a log; the
     *     counts are the same
     */
    X86CpuModel(CpuProfile profile, boolean logged) {
        this.logged = logged;
        this.profile = profile;
        this.classes = new X86Classes(profile.id(), profile.pipeline());
        this.cpuid = new CpuidTable(profile.id(), profile.document().path("cpuid"));
        double gigahertz =
                profile.document().path("timestamp").path("ghz").asDouble(profile.gigahertz());
        this.timestampPerMc = gigahertz / profile.gigahertz() / 1000;
    }

    @Override
    public CpuProfile profile() {
        return profile;
    }

    @Override
    public PageTableWriter pageTables(PhysicalMemory memory, FrameAllocator frames) {
        return new X86PageTables(memory, frames);
    }

    @Override
    public Hart createHart(
            int id, PhysicalMemory memory, AliasSpace aliases, CoreTiming timing, boolean timed) {
        try {
            BlockDecoder decoder = newDecoder(memory, aliases);
            Execution execution =
                    new Execution(timing, memory, aliases, decoder, classes.pipeline(), timed);
            return new X86Hart(
                    id, memory, aliases, decoder, execution, cpuid, timestampPerMc, timed, logged);
        } catch (EngineException | DecoderException | NativeLibraryMissingException failure) {
            throw new EngineUnavailableException(failure.getMessage(), failure);
        }
    }

    X86Classes classes() {
        return classes;
    }

    BlockDecoder newDecoder(PhysicalMemory memory, AliasSpace aliases) {
        return new BlockDecoder(memory, aliases, new BlockScheduler(classes), known);
    }

    @Override
    public CodeScanner codeScanner() {
        return new KeyWriterScanner();
    }

    @Override
    public String refusal(byte[] code) {
        try (InstructionDecoder decoder = InstructionDecoder.open()) {
            Instruction first = decoder.decode(MemorySegment.ofArray(code), 0, code.length, 0);
            return first != null && RefusedInstructions.contains(first)
                    ? RefusedInstructions.reason(first)
                    : "";
        }
    }

    @Override
    public String disassemble(byte[] code, long address) {
        StringBuilder text = new StringBuilder();
        try (InstructionDecoder decoder = InstructionDecoder.open()) {
            MemorySegment bytes = MemorySegment.ofArray(code);
            int at = 0;
            while (at < code.length) {
                Instruction next = decoder.decode(bytes, at, code.length, address + at);
                text.append("%12x  ".formatted(address + at))
                        .append(decoder.format(bytes, at, code.length, address + at))
                        .append('\n');
                at += next == null ? 1 : next.length();
            }
        } catch (DecoderException | NativeLibraryMissingException failure) {
            throw new EngineUnavailableException(failure.getMessage(), failure);
        }
        return text.toString();
    }
}
