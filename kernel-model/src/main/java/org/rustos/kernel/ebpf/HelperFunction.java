package org.rustos.kernel.ebpf;

import static org.rustos.kernel.ebpf.HelperFunction.Argument.ANYTHING;
import static org.rustos.kernel.ebpf.HelperFunction.Argument.CONTEXT;
import static org.rustos.kernel.ebpf.HelperFunction.Argument.KEY;
import static org.rustos.kernel.ebpf.HelperFunction.Argument.MAP;
import static org.rustos.kernel.ebpf.HelperFunction.Argument.MEMORY;
import static org.rustos.kernel.ebpf.HelperFunction.Argument.OPTIONAL;
import static org.rustos.kernel.ebpf.HelperFunction.Argument.RECORD;
import static org.rustos.kernel.ebpf.HelperFunction.Argument.RECORD_SIZE;
import static org.rustos.kernel.ebpf.HelperFunction.Argument.SIZE;
import static org.rustos.kernel.ebpf.HelperFunction.Argument.VALUE;

import java.util.List;

/**
 * What a program may call in the kernel: numbers as Linux has them, because compiled programs carry
 * them, and the types of arguments and result, which the verifier holds callers to.
 */
public enum HelperFunction {
    MAP_LOOKUP(1, "bpf_map_lookup_elem", Result.VALUE_OR_NULL, MAP, KEY),
    MAP_UPDATE(2, "bpf_map_update_elem", Result.NUMBER, MAP, KEY, VALUE, ANYTHING),
    MAP_DELETE(3, "bpf_map_delete_elem", Result.NUMBER, MAP, KEY),
    KTIME_NS(5, "bpf_ktime_get_ns", Result.NUMBER),
    TRACE_PRINTK(6, "bpf_trace_printk", Result.NUMBER, MEMORY, SIZE, OPTIONAL, OPTIONAL, OPTIONAL),
    PRANDOM_U32(7, "bpf_get_prandom_u32", Result.NUMBER),
    PROCESSOR_ID(8, "bpf_get_smp_processor_id", Result.NUMBER),
    TAIL_CALL(12, "bpf_tail_call", Result.NUMBER, CONTEXT, MAP, ANYTHING),
    RINGBUF_OUTPUT(130, "bpf_ringbuf_output", Result.NUMBER, MAP, MEMORY, SIZE, ANYTHING),
    RINGBUF_RESERVE(131, "bpf_ringbuf_reserve", Result.RECORD_OR_NULL, MAP, RECORD_SIZE, ANYTHING),
    RINGBUF_SUBMIT(132, "bpf_ringbuf_submit", Result.NOTHING, RECORD, ANYTHING),
    RINGBUF_DISCARD(133, "bpf_ringbuf_discard", Result.NOTHING, RECORD, ANYTHING);

    /** What an argument must be. */
    public enum Argument {
        /** Whatever the register holds; never read back by a program. */
        OPTIONAL,
        /** A number of any value. */
        ANYTHING,
        CONTEXT,
        MAP,
        /** Readable memory of the map's key size. */
        KEY,
        /** Readable memory of the map's value size. */
        VALUE,
        /** Readable memory; how much stands in the next argument. */
        MEMORY,
        /** A number from 1 that bounds the memory before it. */
        SIZE,
        /** A number that is known. */
        RECORD_SIZE,
        /** A record of a ring buffer that was reserved and not yet given back. */
        RECORD
    }

    /** What comes back in R0. */
    public enum Result {
        NUMBER,
        NOTHING,
        VALUE_OR_NULL,
        RECORD_OR_NULL
    }

    private final int number;
    private final String label;
    private final Result result;
    private final List<Argument> arguments;

    HelperFunction(int number, String label, Result result, Argument... arguments) {
        this.number = number;
        this.label = label;
        this.result = result;
        this.arguments = List.of(arguments);
    }

    /** The helper of a number, or null. */
    public static HelperFunction of(long number) {
        for (HelperFunction helper : values()) {
            if (helper.number == number) {
                return helper;
            }
        }
        return null;
    }

    public int number() {
        return number;
    }

    /** Its name in Linux's headers. */
    public String label() {
        return label;
    }

    public Result result() {
        return result;
    }

    public List<Argument> arguments() {
        return arguments;
    }

    /** Whether it works on a map of the type. */
    public boolean accepts(MapType type) {
        return switch (this) {
            case MAP_LOOKUP, MAP_UPDATE, MAP_DELETE -> type.holdsValues();
            case TAIL_CALL -> type == MapType.PROGRAM_ARRAY;
            default -> type == MapType.RING_BUFFER;
        };
    }
}
