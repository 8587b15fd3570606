package org.rustos.cpu.zydis;

import org.rustos.cpu.pipeline.Control;

import java.util.List;

/**
 * One decoded instruction with what it reads and writes: all that a timing model may ask, and
 * nothing of the decoder's own structs.
 *
 * @param address guest virtual address
 * @param length bytes, 1 to 15
 * @param mnemonic Zydis' lower-case name, for example {@code cmpxchg}
 * @param category Zydis' upper-case category, for example {@code SEMAPHORE}
 * @param operandBits width of the operation, 8 to 64
 * @param registersRead mask of {@link Registers} bits, address registers of memory operands not
 *     included; a register that is only partly written counts as read
 * @param registersWritten mask of {@link Registers} bits
 * @param memory memory operands in Zydis' order
 * @param control what it does to the program counter
 * @param target absolute target of a direct branch or call, 0 otherwise
 * @param immediate the first immediate that is no branch target, 0 otherwise
 * @param widestVectorBits 0 without a vector register, else 64 to 512
 * @param locked whether a LOCK prefix is in effect, or implied (XCHG with memory)
 * @param repeated whether a REP, REPE or REPNE prefix is in effect
 * @param zeroing whether it is one of the idioms that clear a register without reading it
 */
public record Instruction(
        long address,
        int length,
        String mnemonic,
        String category,
        int operandBits,
        long registersRead,
        long registersWritten,
        List<MemoryOperand> memory,
        Control control,
        long target,
        long immediate,
        int widestVectorBits,
        boolean locked,
        boolean repeated,
        boolean zeroing) {

    /**
     * Returns the address behind it.
     *
     * @return guest virtual address
     */
    public long next() {
        return address + length;
    }

    /**
     * Says whether it reads memory.
     *
     * @return true if any operand does
     */
    public boolean loads() {
        for (MemoryOperand operand : memory) {
            if (operand.read()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Says whether it writes memory.
     *
     * @return true if any operand does
     */
    public boolean stores() {
        for (MemoryOperand operand : memory) {
            if (operand.write()) {
                return true;
            }
        }
        return false;
    }
}
