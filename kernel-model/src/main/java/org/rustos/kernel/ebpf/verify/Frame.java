package org.rustos.kernel.ebpf.verify;

import org.rustos.kernel.ebpf.run.Interpreter;
import org.rustos.kernel.ebpf.verify.Value.Unset;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** What is known of one frame: its registers, and of each word of its stack. */
final class Frame {
    static final int REGISTERS = 11;
    static final int FP = 10;
    static final int WORDS = Interpreter.STACK / 8;
    static final int WHOLE = 0xff;

    final Value[] registers = new Value[REGISTERS];

    /** Values stored as whole words; null where only bytes are known to be there. */
    final Value[] words = new Value[WORDS];

    /** One bit for each byte that was written. */
    final int[] written = new int[WORDS];

    /** Where the caller goes on. */
    final int returnSlot;

    Frame(int number, int returnSlot) {
        this.returnSlot = returnSlot;
        Arrays.fill(registers, Unset.UNSET);
        registers[FP] = Pointer.of(Pointer.Kind.STACK, number);
    }

    private Frame(Frame other) {
        returnSlot = other.returnSlot;
        System.arraycopy(other.registers, 0, registers, 0, REGISTERS);
        System.arraycopy(other.words, 0, words, 0, WORDS);
        System.arraycopy(other.written, 0, written, 0, WORDS);
    }

    Frame copy() {
        return new Frame(this);
    }

    /** Changes every value that it holds. */
    void replaceAll(UnaryOperator<Value> change) {
        for (int i = 0; i < FP; i++) {
            registers[i] = change.apply(registers[i]);
        }
        for (int i = 0; i < WORDS; i++) {
            if (words[i] != null) {
                Value next = change.apply(words[i]);
                words[i] = next;
                if (next == Unset.UNSET) {
                    words[i] = null;
                    written[i] = 0;
                }
            }
        }
    }

    /** Notes that bytes were written, at offsets from the frame pointer minus the stack's size. */
    void write(int from, int size) {
        for (int i = from; i < from + size; i++) {
            words[i / 8] = null;
            written[i / 8] |= 1 << i % 8;
        }
    }

    /** Whether all bytes were written. */
    boolean isWritten(int from, int size) {
        for (int i = from; i < from + size; i++) {
            if ((written[i / 8] & 1 << i % 8) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a pointer is stored in any of the bytes. */
    boolean holdsPointer(int from, int size) {
        for (int i = from / 8; i <= (from + size - 1) / 8; i++) {
            if (words[i] instanceof Pointer) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < REGISTERS; i++) {
            if (registers[i] != Unset.UNSET) {
                text.append(text.isEmpty() ? "r" : " r").append(i).append('=').append(registers[i]);
            }
        }
        for (int i = 0; i < WORDS; i++) {
            int offset = 8 * i - Interpreter.STACK;
            if (words[i] != null) {
                text.append(" fp").append(offset).append('=').append(words[i]);
            } else if (written[i] != 0) {
                text.append(" fp").append(offset).append("=bytes");
                if (written[i] != WHOLE) {
                    text.append(':')
                            .append(Integer.toBinaryString(written[i] | 0x100).substring(1));
                }
            }
        }
        return text.toString();
    }
}
