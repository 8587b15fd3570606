package org.rustos.kernel.ebpf;

import org.rustos.kernel.ebpf.isa.AluOp;
import org.rustos.kernel.ebpf.isa.AtomicOp;
import org.rustos.kernel.ebpf.isa.Decoder;
import org.rustos.kernel.ebpf.isa.Form;
import org.rustos.kernel.ebpf.isa.Forms;
import org.rustos.kernel.ebpf.isa.Kind;
import org.rustos.kernel.ebpf.isa.SwapOp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes test programs: the notation of the disassembler, statements separated by semicolons or
 * lines, and labels.
 */
public final class Assembler {
    private static final String REG = "([rw])(\\d+)";
    private static final String PLACE = "\\(r(\\d+) ([+-]) (\\w+)\\)";
    private static final Pattern MEM_TO =
            Pattern.compile("\\*\\(u(\\d+) \\*\\)" + PLACE + " = (\\S+)");
    private static final Pattern MEM_FROM =
            Pattern.compile("[rw](\\d+) = \\*\\(([us])(\\d+) \\*\\)" + PLACE);
    private static final Pattern LOCK =
            Pattern.compile("lock \\*\\(u(\\d+) \\*\\)" + PLACE + " (\\S=) [rw](\\d+)");
    private static final Pattern FETCH =
            Pattern.compile(
                    "[rw](\\d+) = atomic_fetch_(\\w+)\\(\\(u(\\d+) \\*\\)"
                            + PLACE
                            + ", [rw]\\d+\\)");
    private static final Pattern SWAP_CALL =
            Pattern.compile(
                    "[rw](\\d+) = (xchg|cmpxchg)(_64|32_32)\\(r(\\d+) ([+-]) (\\w+),"
                            + " .*[rw](\\d+)\\)");
    private static final Pattern WIDE = Pattern.compile("r(\\d+) = (\\S+) ll");
    private static final Pattern MAP =
            Pattern.compile("r(\\d+) = map (\\d+)(?: value \\+ (\\S+))?");
    private static final Pattern SWAP = Pattern.compile("r(\\d+) = (le|be|bswap)(\\d+) r\\d+");
    private static final Pattern NEGATE = Pattern.compile(REG + " = -[rw]\\d+");
    private static final Pattern EXTEND = Pattern.compile(REG + " = \\(s(\\d+)\\) ?[rw](\\d+)");
    private static final Pattern ALU = Pattern.compile(REG + " (\\S*=) (\\S+)");
    private static final Pattern IF = Pattern.compile("if " + REG + " (\\S+) (\\S+) goto (\\S+)");
    private static final Pattern GOTO = Pattern.compile("(gotol?) (\\S+)");
    private static final Pattern CALL = Pattern.compile("call(x?) (\\S+)");

    private final Map<String, Integer> labels = new LinkedHashMap<>();
    private final List<byte[]> slots = new ArrayList<>();

    private Assembler() {}

    /** The bytes of a program. */
    public static byte[] assemble(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : text.split("[;\n]")) {
            if (!line.isBlank()) {
                lines.add(line.strip());
            }
        }
        Assembler assembler = new Assembler();
        int slot = 0;
        for (String line : lines) {
            if (line.endsWith(":")) {
                assembler.labels.put(line.substring(0, line.length() - 1), slot);
            } else {
                slot += WIDE.matcher(line).matches() || MAP.matcher(line).matches() ? 2 : 1;
            }
        }
        lines.stream().filter(line -> !line.endsWith(":")).forEach(assembler::statement);
        ByteBuffer all = ByteBuffer.allocate(assembler.slots.size() * Decoder.SLOT);
        assembler.slots.forEach(all::put);
        return all.array();
    }

    private void statement(String line) {
        if (line.equals("exit")) {
            emit(form(f -> f.kind() == Kind.EXIT), 0, 0, 0, 0);
        } else if (!memory(line) && !wide(line) && !control(line) && !arithmetic(line)) {
            throw new IllegalArgumentException("cannot assemble: " + line);
        }
    }

    private boolean memory(String line) {
        Matcher m = MEM_FROM.matcher(line);
        if (m.matches()) {
            Kind kind = m.group(2).equals("s") ? Kind.LOAD_SIGNED : Kind.LOAD;
            int bits = number(m.group(3));
            emit(
                    form(f -> f.kind() == kind && f.bits() == bits),
                    number(m.group(1)),
                    number(m.group(4)),
                    offset(m, 5),
                    0);
            return true;
        }
        m = MEM_TO.matcher(line);
        if (m.matches()) {
            boolean register = m.group(5).matches("[rw]\\d+");
            Kind kind = register ? Kind.STORE : Kind.STORE_IMMEDIATE;
            int bits = number(m.group(1));
            int source = register ? number(m.group(5).substring(1)) : 0;
            int imm = register ? 0 : number(m.group(5));
            emit(
                    form(f -> f.kind() == kind && f.bits() == bits),
                    number(m.group(2)),
                    source,
                    offset(m, 3),
                    imm);
            return true;
        }
        m = LOCK.matcher(line);
        if (m.matches()) {
            String symbol = m.group(5);
            atomic(
                    number(m.group(1)),
                    f -> f.symbol().equals(symbol) && !f.fetches(),
                    number(m.group(2)),
                    number(m.group(6)),
                    offset(m, 3));
            return true;
        }
        m = FETCH.matcher(line);
        if (m.matches()) {
            String word = m.group(2);
            atomic(
                    number(m.group(3)),
                    f -> f.word().equals(word) && f.fetches(),
                    number(m.group(4)),
                    number(m.group(1)),
                    offset(m, 5));
            return true;
        }
        m = SWAP_CALL.matcher(line);
        if (m.matches()) {
            String word = m.group(2);
            atomic(
                    m.group(3).equals("_64") ? 64 : 32,
                    f -> f.word().equals(word),
                    number(m.group(4)),
                    number(m.group(7)),
                    offset(m, 5));
            return true;
        }
        return false;
    }

    private void atomic(int bits, Predicate<AtomicOp> which, int dst, int src, int offset) {
        Form form =
                form(f -> f.kind() == Kind.ATOMIC && f.bits() == bits && which.test(f.atomic()));
        emit(form, dst, src, offset, form.variant());
    }

    private boolean wide(String line) {
        Form form = form(f -> f.kind() == Kind.WIDE);
        Matcher m = WIDE.matcher(line);
        if (m.matches()) {
            long value = Long.decode(m.group(2).startsWith("0x") ? "0" : m.group(2));
            value =
                    m.group(2).startsWith("0x")
                            ? Long.parseUnsignedLong(m.group(2).substring(2), 16)
                            : value;
            emit(form, number(m.group(1)), 0, 0, (int) value);
            slots.add(raw(0, 0, 0, 0, (int) (value >>> 32)));
            return true;
        }
        m = MAP.matcher(line);
        if (m.matches()) {
            emit(form, number(m.group(1)), m.group(3) == null ? 1 : 2, 0, number(m.group(2)));
            slots.add(raw(0, 0, 0, 0, m.group(3) == null ? 0 : number(m.group(3))));
            return true;
        }
        return false;
    }

    private boolean control(String line) {
        Matcher m = IF.matcher(line);
        if (m.matches()) {
            boolean register = m.group(4).matches("[rw]\\d+");
            int bits = m.group(1).equals("r") ? 64 : 32;
            String symbol = m.group(3);
            Form form =
                    form(
                            f ->
                                    f.kind() == Kind.JUMP
                                            && f.bits() == bits
                                            && f.register() == register
                                            && f.jump().symbol().equals(symbol));
            emit(
                    form,
                    number(m.group(2)),
                    register ? number(m.group(4).substring(1)) : 0,
                    distance(m.group(5)),
                    register ? 0 : number(m.group(4)));
            return true;
        }
        m = GOTO.matcher(line);
        if (m.matches()) {
            boolean far = m.group(1).equals("gotol");
            int distance = distance(m.group(2));
            emit(
                    form(f -> f.kind() == Kind.GOTO && f.bits() == (far ? 32 : 16)),
                    0,
                    0,
                    far ? 0 : distance,
                    far ? distance : 0);
            return true;
        }
        m = CALL.matcher(line);
        if (m.matches()) {
            call(m.group(1).equals("x"), m.group(2));
            return true;
        }
        return false;
    }

    private void call(boolean register, String whom) {
        Form form = form(f -> f.kind() == (register ? Kind.CALL_REGISTER : Kind.CALL));
        Optional<HelperFunction> helper =
                List.of(HelperFunction.values()).stream()
                        .filter(h -> h.label().equals(whom))
                        .findFirst();
        if (register) {
            emit(form, number(whom.substring(1)), 0, 0, 0);
        } else if (whom.startsWith("pc") || labels.containsKey(whom)) {
            emit(form, 0, 1, 0, distance(whom.startsWith("pc") ? whom.substring(2) : whom));
        } else {
            emit(form, 0, 0, 0, helper.isPresent() ? helper.get().number() : number(whom));
        }
    }

    private boolean arithmetic(String line) {
        Matcher m = SWAP.matcher(line);
        if (m.matches()) {
            String symbol = m.group(2);
            Form form = form(f -> f.operation() instanceof SwapOp op && op.symbol().equals(symbol));
            emit(form, number(m.group(1)), 0, 0, number(m.group(3)));
            return true;
        }
        m = NEGATE.matcher(line);
        if (m.matches()) {
            emit(alu(m.group(1), AluOp.NEG, false), number(m.group(2)), 0, 0, 0);
            return true;
        }
        m = EXTEND.matcher(line);
        if (m.matches()) {
            AluOp op = AluOp.valueOf("MOVSX" + m.group(3));
            emit(
                    alu(m.group(1), op, true),
                    number(m.group(2)),
                    number(m.group(4)),
                    op.variant(),
                    0);
            return true;
        }
        m = ALU.matcher(line);
        if (!m.matches()) {
            return false;
        }
        String symbol = m.group(3);
        AluOp op =
                List.of(AluOp.values()).stream()
                        .filter(o -> o.symbol().equals(symbol))
                        .findFirst()
                        .orElseThrow();
        boolean register = m.group(4).matches("[rw]\\d+");
        emit(
                alu(m.group(1), op, register),
                number(m.group(2)),
                register ? number(m.group(4).substring(1)) : 0,
                op.variant(),
                register ? 0 : number(m.group(4)));
        return true;
    }

    private static Form alu(String letter, AluOp op, boolean register) {
        int bits = letter.equals("r") ? 64 : 32;
        return form(f -> f.operation() == op && f.bits() == bits && f.register() == register);
    }

    private static Form form(Predicate<Form> which) {
        return Forms.all().stream().filter(which).findFirst().orElseThrow();
    }

    private int distance(String where) {
        Integer label = labels.get(where);
        return label == null ? number(where) : label - slots.size() - 1;
    }

    private static int offset(Matcher m, int sign) {
        int value = number(m.group(sign + 1));
        return m.group(sign).equals("-") ? -value : value;
    }

    private static int number(String text) {
        return Long.decode(text).intValue();
    }

    private void emit(Form form, int dst, int src, int offset, int imm) {
        slots.add(raw(form.opcode(), src << 4 | dst, offset, imm, 0));
    }

    private static byte[] raw(int opcode, int registers, int offset, int imm, int high) {
        ByteBuffer slot = ByteBuffer.allocate(Decoder.SLOT).order(ByteOrder.LITTLE_ENDIAN);
        slot.put((byte) opcode).put((byte) registers).putShort((short) offset);
        return slot.putInt(opcode == 0 ? high : imm).array();
    }
}
