package org.rustos.cpu.x86;

import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.cpu.pipeline.Control;
import org.rustos.cpu.pipeline.Pipeline;
import org.rustos.cpu.pipeline.Pipeline.InstructionClass;
import org.rustos.cpu.zydis.Instruction;
import org.rustos.cpu.zydis.Registers;

/** Finds the pipeline's class of an x86 instruction by what Zydis calls it. */
final class X86Classes {
    private final Pipeline pipeline;

    X86Classes(String profile, JsonNode node) {
        pipeline = new Pipeline(profile, Registers.COUNT, Registers.FLAGS, node);
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** By lock and mnemonic, mnemonic and width, mnemonic, category. */
    InstructionClass of(Instruction instruction) {
        String mnemonic = instruction.mnemonic();
        InstructionClass found = null;
        if (instruction.repeated() && instruction.category().equals("STRINGOP")) {
            found = pipeline.find("*rep");
        } else if (instruction.locked()) {
            found = pipeline.find("lock " + mnemonic);
            found = found != null ? found : pipeline.find("lock *");
        }
        if (found == null) {
            found = pipeline.find(mnemonic + "/" + instruction.operandBits());
        }
        if (found == null) {
            found = pipeline.find(mnemonic);
        }
        if (found == null) {
            found = pipeline.find(instruction.category());
        }
        return found == null ? pipeline.other() : found;
    }

    /** Whether a branch is one operation with the instruction before it. */
    boolean fuses(Instruction before, Instruction branch) {
        return branch.control() == Control.CONDITIONAL
                && pipeline.fusesBeforeBranch(before.mnemonic());
    }
}
