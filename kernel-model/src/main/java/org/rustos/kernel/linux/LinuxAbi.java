package org.rustos.kernel.linux;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.rustos.core.cpu.Isa;
import org.rustos.kernel.Signal;

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
 * @param openFlags how open's flags are numbered
 * @param layouts structures by name
 * @param restart how a call is made again
 * @param cloneOrder what the arguments of clone are, in their order
 * @param signalRegisters registers in the order of the signal frame; {@code pc} is the context's
 *     own
 * @param signalFrame where things stand in it
 * @param returnCode instructions that call rt_sigreturn, which the kernel maps for handlers; empty
 *     where a program brings its own
 * @param faults what faults that are not about pages are told as
 * @param processor lines of /proc/cpuinfo with {core}, {cores}, {profile} and {mhz}
 */
public record LinuxAbi(
        Isa isa,
        String machine,
        List<String> calls,
        OpenFlagNumbers openFlags,
        Map<String, Layout> layouts,
        Restart restart,
        List<String> cloneOrder,
        List<String> signalRegisters,
        SignalFrame signalFrame,
        List<Integer> returnCode,
        Map<String, Fault> faults,
        List<String> processor) {
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
     * How an interrupted call is made again.
     *
     * @param bytes of the call instruction
     * @param number whether the result register must hold the number again, or the first argument
     */
    public record Restart(int bytes, boolean number) {}

    /**
     * What a program is told of a fault.
     *
     * @param code si_code
     * @param tellsPc whether si_addr is the instruction; otherwise 0
     * @param skip bytes of the instruction that a handler returns behind
     */
    public record Fault(Signal signal, int code, boolean tellsPc, int skip) {}

    /**
     * What a handler finds on its stack; 0 for what an ISA does not have.
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
     * @param state offset of the floating-point state or of the pointer to it
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

    private static Map<String, Fault> faults(JsonNode node) {
        Map<String, Fault> faults = new LinkedHashMap<>();
        for (var entry : node.properties()) {
            JsonNode row = entry.getValue();
            faults.put(
                    entry.getKey(),
                    new Fault(
                            Signal.valueOf(row.path("signal").asText()),
                            row.path("code").asInt(),
                            row.path("tellsPc").asBoolean(),
                            row.path("skip").asInt()));
        }
        return faults;
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
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
        JsonNode restart = root.path("restart");
        return new LinuxAbi(
                isa,
                root.path("machine").asText(),
                calls,
                new OpenFlagNumbers(root.path("openFlags")),
                layouts,
                new Restart(restart.path("bytes").asInt(), restart.path("number").asBoolean()),
                texts(root.path("clone")),
                texts(root.path("signalRegisters")),
                frame(root.path("signalFrame")),
                texts(root.path("returnCode")).stream()
                        .map(word -> Long.decode(word).intValue())
                        .toList(),
                faults(root.path("faults")),
                texts(root.path("processor")));
    }
}
