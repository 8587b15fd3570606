package org.rustos.kernel.ebpf.isa;

/** Bytes that are no instruction: says which slot and what is wrong with it. */
public final class BytecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int slot;
    private final String text;

    /**
     * @param slot the instruction
     * @param text its bytes as hex digits
     */
    public BytecodeException(int slot, String text, String reason) {
        super(reason);
        this.slot = slot;
        this.text = text;
    }

    public int slot() {
        return slot;
    }

    public String text() {
        return text;
    }

    /** The whole story in one line. */
    public String line() {
        return "instruction " + slot + " (" + text + "): " + getMessage();
    }
}
