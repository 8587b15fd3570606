package org.rustos.cli.gdb;

import org.rustos.core.cpu.Isa;
import org.rustos.core.hart.HartContext;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** What all instruction sets' registers are made of, and the table of one of them. */
final class Registers {
    private final String architecture;
    private final String xml;
    private final List<Register> all;

    private Registers(String architecture, List<Feature> features) {
        this.architecture = architecture;
        this.xml = xml(architecture, features);
        this.all = features.stream().flatMap(f -> f.registers().stream()).toList();
    }

    /** Those of an instruction set, whose threads are like this one. */
    static Registers of(Isa isa, HartContext like) {
        return switch (isa) {
            case X86_64 -> new Registers("i386:x86-64", X86Registers.features(like));
            case AARCH64 -> new Registers("aarch64", ArmRegisters.features(like));
            case RISCV64 -> new Registers("riscv:rv64", RiscvRegisters.features(like));
        };
    }

    /** In the order of gdb's numbers. */
    List<Register> all() {
        return all;
    }

    /**
     * Whether gdb believes that a watch holds the CPU before the access, and steps once before it
     * looks.
     */
    boolean gdbStepsBehindWatch() {
        return !architecture.startsWith("i386");
    }

    /** The target description. */
    String xml() {
        return xml;
    }

    private static String xml(String architecture, List<Feature> features) {
        StringBuilder xml =
                new StringBuilder(
                        "<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM"
                                + " \"gdb-target.dtd\"><target>");
        xml.append("<architecture>").append(architecture).append("</architecture>");
        // As Linux gdb would step RISC-V by breakpoints of its own, and past what it watches.
        xml.append("<osabi>none</osabi>");
        features.forEach(feature -> xml.append(feature.xml()));
        return xml.append("</target>").toString();
    }

    /** A general register of a thread, by its name there. */
    static Register general(HartContext like, String name, String there, int bytes, String type) {
        int index = Arrays.asList(like.registerNames()).indexOf(there);
        return new Register(
                name,
                bytes,
                type,
                "",
                thread -> number(thread.register(index), bytes),
                (thread, value) -> thread.register(index, number(value)));
    }

    /** Bytes of the state that the thread keeps beside its general registers. */
    static Register extended(String name, int at, int bytes, String type, String group) {
        return new Register(
                name,
                bytes,
                type,
                group,
                thread -> Arrays.copyOfRange(thread.extendedState(), at, at + bytes),
                (thread, value) -> {
                    byte[] state = thread.extendedState();
                    System.arraycopy(value, 0, state, at, bytes);
                    thread.extendedState(state);
                });
    }

    /** A register that always holds the same. */
    static Register constant(String name, int bytes, String type, long value) {
        return new Register(name, bytes, type, "", _ -> number(value, bytes), null);
    }

    static byte[] number(long value, int bytes) {
        byte[] full = new byte[Math.max(bytes, Long.BYTES)];
        ByteBuffer.wrap(full).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        return Arrays.copyOf(full, bytes);
    }

    static long number(byte[] bytes) {
        byte[] full = Arrays.copyOf(bytes, Long.BYTES);
        return ByteBuffer.wrap(full).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
