package org.rustos.kernel.ebpf;

import org.rustos.kernel.ebpf.isa.BytecodeException;
import org.rustos.kernel.ebpf.isa.Decoder;
import org.rustos.kernel.ebpf.isa.Instruction;
import org.rustos.kernel.ebpf.isa.Kind;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A decoded program with the maps that it names by index. Nobody has proved anything about it. */
public final class Program {
    private final String name;
    private final ProgramType type;
    private final Instruction[] code;
    private final List<MapSpec> maps;

    public Program(String name, ProgramType type, Instruction[] code, List<MapSpec> maps) {
        this.name = name;
        this.type = type;
        this.code = code.clone();
        this.maps = List.copyOf(maps);
    }

    /** A program without maps from its bytes. */
    public static Program raw(byte[] code) throws BytecodeException {
        return new Program("program", ProgramType.RAW, Decoder.decode(code), List.of());
    }

    /** The same code for another place. */
    public Program as(ProgramType other) {
        return new Program(name, other, code, maps);
    }

    public String name() {
        return name;
    }

    public ProgramType type() {
        return type;
    }

    public List<MapSpec> maps() {
        return maps;
    }

    /** Slots, second halves of wide immediates included. */
    public int slots() {
        return code.length;
    }

    /** The instruction at a slot, or null where none begins. */
    public Instruction at(int slot) {
        return slot < 0 || slot >= code.length ? null : code[slot];
    }

    /** All instructions in order. */
    public List<Instruction> instructions() {
        List<Instruction> all = new ArrayList<>(Arrays.asList(code));
        all.removeIf(each -> each == null);
        return Collections.unmodifiableList(all);
    }

    /** How many instructions it has. */
    public int length() {
        return instructions().size();
    }

    /** The version of the instruction set that it needs. */
    public int version() {
        return instructions().stream().mapToInt(at -> at.form().version()).max().orElse(1);
    }

    /** Whether it calls sub-programs. */
    public boolean calls() {
        return instructions().stream().anyMatch(at -> at.kind() == Kind.CALL && at.callsLocal());
    }
}
