package org.rustos.core.cpu;

import org.rustos.core.hart.Hart;
import org.rustos.core.memory.AliasSpace;
import org.rustos.core.memory.CapabilityMemory;
import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.PageTableWriter;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.snapshot.Unsaved;
import org.rustos.core.timing.CoreTiming;

/** One CPU model: an engine with its ISA and the profile that prices it. */
@Unsaved
public interface CpuModel {
    CpuProfile profile();

    /** The writer of this ISA's page tables. */
    PageTableWriter pageTables(PhysicalMemory memory, FrameAllocator frames);

    /**
     * Builds a hart.
     *
     * @param timed false counts instructions only ({@code --no-timing})
     * @throws EngineUnavailableException if the native engine cannot be loaded
     */
    Hart createHart(
            int id, PhysicalMemory memory, AliasSpace aliases, CoreTiming timing, boolean timed);

    /**
     * Finds out whether an executable page holds an instruction that would leave its protection
     * domain.
     */
    CodeScanner codeScanner();

    /**
     * How a supervisor makes hardware capabilities, or null where there are none.
     *
     * @param memory the memory that the harts have
     */
    default CapabilityMemory capabilities(PhysicalMemory memory) {
        return null;
    }

    /** How a supervisor signs pointers, or null where there is no pointer authentication. */
    default PointerSigner pointerSigner() {
        return null;
    }

    /** Text of the instructions in some bytes, one a line, for {@code disasm} and reports. */
    String disassemble(byte[] code, long address);

    /**
     * Why the model refuses an instruction that exists, and what to do about it.
     *
     * @param code its bytes and maybe more
     * @return one line, or nothing if it is simply no instruction
     */
    default String refusal(byte[] code) {
        return "";
    }
}
