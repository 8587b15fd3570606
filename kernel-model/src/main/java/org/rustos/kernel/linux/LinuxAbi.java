package org.rustos.kernel.linux;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.rustos.core.cpu.Isa;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one ISA's Linux ABI says, as data: names of call numbers, layouts of structures.
 *
 * @param machine what uname tells
 * @param calls names by number; null where there is none
 * @param layouts structures by name
 * @param signalRegisters general registers in the order of the signal frame
 * @param signalFrame where things stand in it
 */
public record LinuxAbi(
        Isa isa,
        String machine,
        List<String> calls,
        Map<String, Layout> layouts,
        List<String> signalRegisters,
        SignalFrame signalFrame) {
    /**
     * A structure.
     *
     * @param size bytes
     * @param fields places by name
     */
    public record Layout(int size, Map<String, Field> fields) {}

    /** A little-endian integer of a structure. */
    public record Field(int offset, int bytes) {}

    /**
     * What a handler finds on its stack.
     *
     * @param redZone bytes below the stack pointer that are not ours
     * @param size of the frame
     * @param restorer offset of the return address
     * @param context offset of the ucontext; also where the stack pointer stands at sigreturn
     * @param information offset of the siginfo
     * @param registers offset of the first general register
     * @param mask offset of the signal mask
     * @param stack offset of the description of the alternate stack
     * @param selectors offset of the segment selectors
     * @param fault offset of error code, exception number, old mask, faulting address
     * @param state offset of the pointer to the floating-point state
     * @param resultRegister the register in which calls return
     */
    public record SignalFrame(
            int redZone,
            int size,
            int restorer,
            int context,
            int information,
            int registers,
            int mask,
            int stack,
            int selectors,
            int fault,
            int state,
            String resultRegister) {}

    /** The name of a call number, or null. */
    public String call(long number) {
        return number >= 0 && number < calls.size() ? calls.get((int) number) : null;
    }

    /** The table of an ISA, from the resource {@code abi-<isa>.json}. */
    public static LinuxAbi of(Isa isa) {
        String file = "abi-" + isa.id() + ".json";
        try (InputStream in = LinuxAbi.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("no Linux ABI table for " + isa.id());
            }
            return parse(isa, new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    private static SignalFrame frame(JsonNode node) {
        return new SignalFrame(
                node.path("redZone").asInt(),
                node.path("size").asInt(),
                node.path("restorer").asInt(),
                node.path("context").asInt(),
                node.path("information").asInt(),
                node.path("registers").asInt(),
                node.path("mask").asInt(),
                node.path("stack").asInt(),
                node.path("selectors").asInt(),
                node.path("fault").asInt(),
                node.path("state").asInt(),
                node.path("resultRegister").asText());
    }

    private static LinuxAbi parse(Isa isa, JsonNode root) {
        List<String> calls = new ArrayList<>();
        for (var entry : root.path("calls").properties()) {
            int number = Integer.parseInt(entry.getKey());
            while (calls.size() <= number) {
                calls.add(null);
            }
            calls.set(number, entry.getValue().asText());
        }
        Map<String, Layout> layouts = new LinkedHashMap<>();
        for (var entry : root.path("layouts").properties()) {
            Map<String, Field> fields = new LinkedHashMap<>();
            for (var field : entry.getValue().path("fields").properties()) {
                fields.put(
                        field.getKey(),
                        new Field(
                                field.getValue().get(0).asInt(), field.getValue().get(1).asInt()));
            }
            layouts.put(entry.getKey(), new Layout(entry.getValue().path("size").asInt(), fields));
        }
        List<String> registers = new ArrayList<>();
        root.path("signalRegisters").forEach(r -> registers.add(r.asText()));
        return new LinuxAbi(
                isa,
                root.path("machine").asText(),
                calls,
                layouts,
                List.copyOf(registers),
                frame(root.path("signalFrame")));
    }
}
