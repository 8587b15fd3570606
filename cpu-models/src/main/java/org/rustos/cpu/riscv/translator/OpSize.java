package org.rustos.cpu.riscv.translator;

import org.rustos.cpu.riscv.hart.Block;
import org.rustos.cpu.riscv.isa.Decoder;
import org.rustos.cpu.riscv.isa.OpCode;

/** Estimates the bytecode of blocks, so that a region stays below what HotSpot compiles. */
final class OpSize {
    private static final int MEMORY = 110;
    private static final int COMPUTE = 12;
    private static final int FLOAT = 22;
    private static final int BLOCK = 150;

    private OpSize() {}

    /** Bytes, rather too many than too few. */
    static int of(Block block) {
        int bytes = BLOCK;
        for (long op : block.ops()) {
            bytes += of(Decoder.opCode(op));
        }
        return bytes;
    }

    private static int of(int opCode) {
        if (opCode >= OpCode.LB && opCode <= OpCode.SD
                || opCode >= OpCode.LR_W && opCode <= OpCode.FSW
                || opCode == OpCode.FLD
                || opCode == OpCode.FSD) {
            return MEMORY;
        }
        return opCode > OpCode.FSW && opCode <= OpCode.FCVT_D_S ? FLOAT : COMPUTE;
    }
}
