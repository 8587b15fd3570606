package org.rustos.cpu.zydis;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import org.rustos.core.snapshot.Unsaved;
import org.rustos.cpu.pipeline.Control;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Decodes 64-bit x86 code, one instruction at a time, as the blocks of a guest are first met.
 * Single-threaded; a few hundred nanoseconds each, so the results are to be kept.
 */
@Unsaved
public final class InstructionDecoder implements AutoCloseable {
    private static final int SUCCESS_MASK = 0x8000_0000;

    // ZydisDecodedInstruction
    private static final long MNEMONIC = 4;
    private static final long LENGTH = 8;
    private static final long OPERAND_WIDTH = 22;
    private static final long OPERAND_COUNT = 24;
    private static final long VISIBLE_COUNT = 25;
    private static final long ATTRIBUTES = 32;
    private static final long CATEGORY = 92;
    // ZydisDecodedOperand
    private static final long ACTIONS = 8;
    private static final long SIZE = 16;
    private static final long TYPE = 32;
    private static final long REGISTER = 40;
    private static final long MEMORY_TYPE = 40;
    private static final long SEGMENT = 44;
    private static final long BASE = 48;
    private static final long INDEX = 52;
    private static final long SCALE = 56;
    private static final long DISPLACEMENT = 72;
    private static final long IMMEDIATE_RELATIVE = 41;
    private static final long IMMEDIATE = 48;

    private static final int TYPE_REGISTER = 1;
    private static final int TYPE_MEMORY = 2;
    private static final int TYPE_IMMEDIATE = 4;
    private static final int ANY_READ = 5;
    private static final int ANY_WRITE = 10;
    private static final int CONDITIONAL_WRITE = 8;
    private static final int ADDRESS_ONLY = 2;
    private static final int SEGMENT_FS = 202;
    private static final int SEGMENT_GS = 203;
    private static final long HAS_LOCK = 1L << 27;
    private static final long HAS_ANY_REP = 7L << 28;

    private static final Set<String> ZEROING =
            Set.of("xor", "sub", "xorps", "xorpd", "pxor", "vpxor", "vxorps", "vxorpd");
    private static final Set<String> TRAPS =
            Set.of(
                    "syscall",
                    "sysenter",
                    "int",
                    "int3",
                    "int1",
                    "ud0",
                    "ud1",
                    "ud2",
                    "hlt",
                    "iret",
                    "iretd",
                    "iretq",
                    "sysret",
                    "sysexit");

    private final Arena arena = Arena.ofShared();
    private final MemorySegment decoder = arena.allocate(Zydis.DECODER_SIZE, 8);
    private final MemorySegment formatter = arena.allocate(Zydis.FORMATTER_SIZE, 8);
    private final MemorySegment instruction = arena.allocate(Zydis.INSTRUCTION_SIZE, 8);
    private final MemorySegment operands =
            arena.allocate(Zydis.OPERAND_SIZE * Zydis.MAX_OPERANDS, 8);
    private final MemorySegment bytes = arena.allocate(16, 8);
    private final MemorySegment text = arena.allocate(256);

    private InstructionDecoder() {
        try {
            require(
                    (int)
                            Zydis.DECODER_INIT.invokeExact(
                                    decoder, Zydis.MACHINE_MODE_LONG_64, Zydis.STACK_WIDTH_64));
            require((int) Zydis.FORMATTER_INIT.invokeExact(formatter, Zydis.FORMATTER_INTEL));
        } catch (Throwable failure) {
            throw Zydis.unexpected(failure);
        }
    }

    /**
     * Opens a decoder.
     *
     * @return the decoder
     * @throws DecoderException if the library is missing or of another version
     */
    public static InstructionDecoder open() {
        try {
            // The library's class must fail here if it fails: once failed, it says no more why.
            Zydis.version();
            return new InstructionDecoder();
        } catch (ExceptionInInitializerError wrapper) {
            if (wrapper.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw wrapper;
        } catch (NoClassDefFoundError again) {
            throw new DecoderException("Zydis: could not be loaded earlier in this run", again);
        }
    }

    /**
     * Returns the version of the loaded library.
     *
     * @return for example {@code 4.0.0}
     * @throws DecoderException if the library is missing or of another version
     */
    public static String libraryVersion() {
        open().close();
        return Zydis.version();
    }

    /**
     * Decodes one instruction.
     *
     * @param code where its bytes lie, native or heap
     * @param offset of its first byte
     * @param limit behind the last byte that may be read
     * @param address guest virtual address of the first byte
     * @return the instruction, or null if the bytes are none or end too early
     */
    public Instruction decode(MemorySegment code, long offset, long limit, long address) {
        return decodeBytes(code, offset, limit) ? describe(address) : null;
    }

    /**
     * Writes one instruction as Intel assembly.
     *
     * @param code where its bytes lie, native or heap
     * @param offset of its first byte
     * @param limit behind the last byte that may be read
     * @param address guest virtual address of the first byte
     * @return the text, or {@code (bad)}
     */
    public String format(MemorySegment code, long offset, long limit, long address) {
        if (!decodeBytes(code, offset, limit)) {
            return "(bad)";
        }
        try {
            byte visible = instruction.get(JAVA_BYTE, VISIBLE_COUNT);
            require(
                    (int)
                            Zydis.FORMAT.invokeExact(
                                    formatter,
                                    instruction,
                                    operands,
                                    visible,
                                    text,
                                    text.byteSize(),
                                    address));
            return text.getString(0);
        } catch (Throwable failure) {
            throw Zydis.unexpected(failure);
        }
    }

    private boolean decodeBytes(MemorySegment code, long offset, long limit) {
        // Copied first, because the native side must not see memory that another hart may change
        // between its reads, nor run over the end of a page.
        long available = Math.min(Zydis.MAX_LENGTH, limit - offset);
        if (available <= 0) {
            return false;
        }
        MemorySegment.copy(code, offset, bytes, 0, available);
        try {
            int status =
                    (int)
                            Zydis.DECODE_FULL.invokeExact(
                                    decoder,
                                    bytes,
                                    available,
                                    instruction,
                                    operands,
                                    (byte) Zydis.MAX_OPERANDS,
                                    0);
            return (status & SUCCESS_MASK) == 0;
        } catch (Throwable failure) {
            throw Zydis.unexpected(failure);
        }
    }

    private Instruction describe(long address) {
        String mnemonic = Zydis.mnemonicName(instruction.get(JAVA_INT, MNEMONIC));
        String category = Zydis.categoryName(instruction.get(JAVA_INT, CATEGORY));
        int length = instruction.get(JAVA_BYTE, LENGTH);
        long attributes = instruction.get(JAVA_LONG, ATTRIBUTES);
        int count = instruction.get(JAVA_BYTE, OPERAND_COUNT);
        int visible = instruction.get(JAVA_BYTE, VISIBLE_COUNT);

        long read = 0;
        long written = 0;
        int widest = 0;
        long target = 0;
        long immediate = 0;
        boolean direct = false;
        boolean sawImmediate = false;
        List<MemoryOperand> memory = List.of();
        for (int i = 0; i < count; i++) {
            long at = i * Zydis.OPERAND_SIZE;
            int actions = operands.get(JAVA_BYTE, at + ACTIONS);
            int bits = Short.toUnsignedInt(operands.get(JAVA_SHORT, at + SIZE));
            switch (operands.get(JAVA_INT, at + TYPE)) {
                case TYPE_REGISTER -> {
                    int bit = Registers.bit(operands.get(JAVA_INT, at + REGISTER));
                    if (bit >= 0) {
                        if (reads(actions, bit, bits)) {
                            read |= 1L << bit;
                        }
                        if ((actions & ANY_WRITE) != 0) {
                            written |= 1L << bit;
                        }
                        if (bit >= Registers.VECTOR && bit < Registers.FLAGS) {
                            widest = Math.max(widest, bits);
                        }
                    }
                }
                case TYPE_MEMORY -> {
                    MemoryOperand operand = memory(at, actions, bits, address + length);
                    if (operands.get(JAVA_INT, at + MEMORY_TYPE) == ADDRESS_ONLY) {
                        // LEA: the address is the data.
                        read |= operand.addressRegisters();
                    } else {
                        memory = plus(memory, operand);
                    }
                }
                case TYPE_IMMEDIATE -> {
                    long value = operands.get(JAVA_LONG, at + IMMEDIATE);
                    if (operands.get(JAVA_BYTE, at + IMMEDIATE_RELATIVE) != 0) {
                        direct = true;
                        target = address + length + value;
                    } else if (!sawImmediate) {
                        sawImmediate = true;
                        immediate = value;
                    }
                }
                default -> {}
            }
        }
        boolean zeroing = ZEROING.contains(mnemonic) && sameSources(visible);
        return new Instruction(
                address,
                length,
                mnemonic,
                category,
                Byte.toUnsignedInt(instruction.get(JAVA_BYTE, OPERAND_WIDTH)),
                zeroing ? 0 : read,
                written,
                memory,
                control(mnemonic, category, direct),
                target,
                immediate,
                widest,
                (attributes & HAS_LOCK) != 0 || mnemonic.equals("xchg") && !memory.isEmpty(),
                (attributes & HAS_ANY_REP) != 0,
                zeroing);
    }

    // A conditional write, and a write to the low 8 or 16 bits, keep the rest: that is a read.
    private static boolean reads(int actions, int bit, int bits) {
        return (actions & ANY_READ) != 0
                || (actions & CONDITIONAL_WRITE) != 0 && bit != Registers.FLAGS
                || (actions & ANY_WRITE) != 0 && bit < Registers.VECTOR && bits < 32;
    }

    private MemoryOperand memory(long at, int actions, int bits, long next) {
        int base = operands.get(JAVA_INT, at + BASE);
        int segment = operands.get(JAVA_INT, at + SEGMENT);
        boolean relative = Registers.isProgramCounter(base);
        long displacement = operands.get(JAVA_LONG, at + DISPLACEMENT);
        return new MemoryOperand(
                (actions & ANY_READ) != 0,
                (actions & ANY_WRITE) != 0,
                Registers.bit(base),
                Registers.bit(operands.get(JAVA_INT, at + INDEX)),
                operands.get(JAVA_BYTE, at + SCALE),
                relative ? next + displacement : displacement,
                relative,
                segment == SEGMENT_FS || segment == SEGMENT_GS,
                bits / 8);
    }

    private boolean sameSources(int visible) {
        if (visible < 2) {
            return false;
        }
        long last = (visible - 1) * Zydis.OPERAND_SIZE;
        long before = (visible - 2) * Zydis.OPERAND_SIZE;
        return operands.get(JAVA_INT, last + TYPE) == TYPE_REGISTER
                && operands.get(JAVA_INT, before + TYPE) == TYPE_REGISTER
                && operands.get(JAVA_INT, last + REGISTER)
                        == operands.get(JAVA_INT, before + REGISTER)
                && Short.toUnsignedInt(operands.get(JAVA_SHORT, last + SIZE)) >= 32;
    }

    private static Control control(String mnemonic, String category, boolean direct) {
        return switch (category) {
            case "COND_BR" -> Control.CONDITIONAL;
            case "UNCOND_BR" -> direct ? Control.JUMP : Control.INDIRECT_JUMP;
            case "CALL" -> direct ? Control.CALL : Control.INDIRECT_CALL;
            case "RET" -> TRAPS.contains(mnemonic) ? Control.TRAP : Control.RETURN;
            default -> TRAPS.contains(mnemonic) ? Control.TRAP : Control.NONE;
        };
    }

    private static List<MemoryOperand> plus(List<MemoryOperand> list, MemoryOperand operand) {
        if (list.isEmpty()) {
            return List.of(operand);
        }
        List<MemoryOperand> longer = new ArrayList<>(list);
        longer.add(operand);
        return List.copyOf(longer);
    }

    private static void require(int status) {
        if ((status & SUCCESS_MASK) != 0) {
            throw new DecoderException("Zydis: status 0x" + Integer.toHexString(status));
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
