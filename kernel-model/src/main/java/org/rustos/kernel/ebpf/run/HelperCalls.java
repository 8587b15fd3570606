package org.rustos.kernel.ebpf.run;

import org.rustos.kernel.ebpf.HelperFunction;
import org.rustos.kernel.ebpf.isa.Instruction;
import org.rustos.kernel.ebpf.map.BpfMap;
import org.rustos.kernel.ebpf.map.ProgramArray;
import org.rustos.kernel.ebpf.map.RingBuffer;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What helpers do, with every argument checked again as if nobody had proved anything. */
final class HelperCalls {
    private static final long EINVAL = -22;
    private static final long E2BIG = -7;
    private static final long EAGAIN = -11;

    private final Memory memory;
    private final Environment environment;
    private final Map<BpfMap, Long> handles = new LinkedHashMap<>();
    private final Map<BpfMap, Long> bases = new LinkedHashMap<>();
    private LoadedProgram program;

    /** A map as a program names it: an address that nothing can be read from. */
    private static final class Handle extends Region {
        private final BpfMap map;

        Handle(BpfMap map) {
            super(new byte[0], false);
            this.map = map;
        }
    }

    /** A record that is reserved and not yet given back. */
    private static final class Reservation extends Region {
        private final RingBuffer ring;

        Reservation(RingBuffer ring, int size) {
            super(new byte[size], true);
            this.ring = ring;
        }
    }

    HelperCalls(Memory memory, Environment environment) {
        this.memory = memory;
        this.environment = environment;
    }

    /** The program whose maps indices mean from now on. */
    void bind(LoadedProgram next) {
        program = next;
    }

    /** The value of a 64-bit immediate. */
    long wide(Instruction at) throws Fault {
        switch (at.src()) {
            case Instruction.WIDE_NUMBER -> {
                return at.wide();
            }
            case Instruction.WIDE_MAP -> {
                return handles.computeIfAbsent(map(at.imm()), map -> memory.add(new Handle(map)));
            }
            case Instruction.WIDE_MAP_VALUE -> {
                BpfMap map = map(at.imm());
                if (map.values() == null) {
                    throw new Fault("map " + at.imm() + " has no values");
                }
                return base(map) + (at.wide() >>> 32);
            }
            default -> throw new Fault("a 64-bit immediate of sort " + at.src() + " means nothing");
        }
    }

    /** Does it; the value of R0. */
    long call(HelperFunction helper, long[] r) throws Fault {
        BpfMap map = mapArgument(helper, r);
        environment.called(helper, map);
        return switch (helper) {
            case MAP_LOOKUP -> {
                long at = map.lookup(bytes(r[2], map.spec().keySize()), environment.processor());
                yield at < 0 ? 0 : base(map) + at;
            }
            case MAP_UPDATE ->
                    map.update(
                            bytes(r[2], map.spec().keySize()),
                            bytes(r[3], map.spec().valueSize()),
                            r[4],
                            environment.processor());
            case MAP_DELETE -> map.delete(bytes(r[2], map.spec().keySize()));
            case KTIME_NS -> environment.nowNanos();
            case TRACE_PRINTK -> print(r);
            case PRANDOM_U32 -> environment.random() & 0xffff_ffffL;
            case PROCESSOR_ID -> environment.processor();
            case RINGBUF_OUTPUT -> output((RingBuffer) map, r);
            case RINGBUF_RESERVE -> reserve((RingBuffer) map, r[2]);
            case RINGBUF_SUBMIT -> {
                Reservation record = reservation(r[1]);
                record.ring.submit(record.bytes());
                yield 0;
            }
            case RINGBUF_DISCARD -> {
                Reservation record = reservation(r[1]);
                record.ring.discard(record.bytes().length);
                yield 0;
            }
            case TAIL_CALL -> throw new IllegalArgumentException("not here");
        };
    }

    /** The program that a tail call goes to, or null. */
    LoadedProgram tailCall(long[] r) throws Fault {
        if (!(mapAt(r[2]) instanceof ProgramArray array)) {
            throw new Fault("bpf_tail_call needs a program array");
        }
        environment.called(HelperFunction.TAIL_CALL, array);
        LoadedProgram next = array.get(r[3] & 0xffff_ffffL);
        return next != null && next.program().type() == program.program().type() ? next : null;
    }

    private BpfMap mapArgument(HelperFunction helper, long[] r) throws Fault {
        int place = helper.arguments().indexOf(HelperFunction.Argument.MAP);
        if (place < 0) {
            return null;
        }
        BpfMap map = mapAt(r[1 + place]);
        if (map == null || !helper.accepts(map.spec().type())) {
            throw new Fault(helper.label() + " needs another sort of map");
        }
        return map;
    }

    private BpfMap map(int index) throws Fault {
        if (index < 0 || index >= program.maps().size()) {
            throw new Fault("there is no map " + index);
        }
        return program.maps().get(index);
    }

    private BpfMap mapAt(long address) {
        boolean whole = Memory.offset(address) == 0;
        return whole && memory.at(address) instanceof Handle handle ? handle.map : null;
    }

    private long base(BpfMap map) {
        return bases.computeIfAbsent(map, each -> memory.add(each.values()));
    }

    private byte[] bytes(long address, long size) throws Fault {
        byte[] copy = memory.copy(address, size);
        if (copy == null) {
            throw new Fault(
                    "argument of %d bytes at 0x%x is out of bounds".formatted(size, address));
        }
        return copy;
    }

    private long print(long[] r) throws Fault {
        String format = new String(bytes(r[1], r[2] & 0xffff_ffffL), StandardCharsets.ISO_8859_1);
        String text = TraceText.of(format, r[3], r[4], r[5]);
        environment.print(text);
        return text.length();
    }

    private long output(RingBuffer ring, long[] r) throws Fault {
        byte[] data = bytes(r[2], r[3]);
        if ((r[4] & ~3) != 0) {
            return EINVAL;
        }
        if (data.length > ring.spec().maxEntries()) {
            return E2BIG;
        }
        if (!ring.reserve(data.length)) {
            return EAGAIN;
        }
        ring.submit(data);
        return 0;
    }

    private long reserve(RingBuffer ring, long size) {
        if (size < 0 || size > ring.spec().maxEntries() || memory.full() || !ring.reserve(size)) {
            return 0;
        }
        return memory.add(new Reservation(ring, (int) size));
    }

    private Reservation reservation(long address) throws Fault {
        if (Memory.offset(address) == 0 && memory.at(address) instanceof Reservation record) {
            memory.remove(address);
            return record;
        }
        throw new Fault("0x%x is no reserved record".formatted(address));
    }
}
