package org.rustos.cpu.unicorn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;

/**
 * Puts bytes of user code behind real page tables at CPL 3, with virtual addresses that differ from
 * physical ones, so that the tests of the binding prove what the hart builds on.
 */
final class PagedGuest implements EngineCallbacks, AutoCloseable {
    static final long CODE = 0x40_0000;
    static final long DATA = 0x60_0000;
    static final long STACK_TOP = 0x70_1000;

    private static final int RAM_SIZE = 0x10_0000;
    private static final long ROOT = 0x1000;
    private static final long GDT = 0x2000;
    private static final long CODE_FRAME = 0x8000;
    private static final long DATA_FRAME = 0x9000;
    private static final long STACK_FRAME = 0xa000;
    private static final long SUPERVISOR = 0xffff_8000_0000_0000L;
    private static final long FIRST_TABLE = 0x2_0000;

    final UnicornEngine engine = UnicornEngine.openX86(X86Register.MODEL_ICELAKE_SERVER);
    final List<Integer> vectors = new ArrayList<>();
    final List<Long> reads = new ArrayList<>();
    final List<Long> writes = new ArrayList<>();
    final List<Long> blocks = new ArrayList<>();
    int syscalls;
    int invalid;
    int errorCode;
    int stopAfterBlocks = Integer.MAX_VALUE;
    private boolean first;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment ram = arena.allocate(RAM_SIZE, 0x1000);
    private final EngineContext context = engine.newContext();
    private final X86ContextLayout layout = X86ContextLayout.ofLibrary();
    private long nextTable = FIRST_TABLE;

    PagedGuest(String hex) {
        byte[] code = HexFormat.of().parseHex(hex.replace(" ", ""));
        MemorySegment.copy(code, 0, ram, ValueLayout.JAVA_BYTE, CODE_FRAME, code.length);
        // IRETQ
        MemorySegment.copy(
                new byte[] {0x48, (byte) 0xcf}, 0, ram, ValueLayout.JAVA_BYTE, 0x3000, 2);
        put(GDT + 0x28, 0x00cf_f300_0000_ffffL);
        put(GDT + 0x30, 0x00af_fb00_0000_ffffL);
        page(SUPERVISOR, GDT, 3);
        page(SUPERVISOR + 0x1000, 0x3000, 3);
        page(SUPERVISOR + 0x2000, 0x4000, 3);
        page(CODE, CODE_FRAME, 5);
        page(DATA, DATA_FRAME, 7 | 1L << 63 | 3L << 59);
        page(STACK_TOP - 0x1000, STACK_FRAME, 7 | 1L << 63);
        engine.map(0, ram, UnicornEngine.READ | UnicornEngine.WRITE | UnicornEngine.EXECUTE);
        engine.write(X86Register.CR3, ROOT);
        engine.write(X86Register.CR4, 0x450620);
        engine.writeMsr(0xc000_0080, 0xd01);
        engine.write(X86Register.CR0, 0x8001_0033L);
        engine.writeGdtr(SUPERVISOR, 0x3f);
        engine.hook(
                this, EnumSet.complementOf(EnumSet.of(EngineHook.X86_CPUID, EngineHook.UNMAPPED)));
        enterUserMode();
    }

    private void enterUserMode() {
        long[] frame = {CODE, 0x33, 0x202, STACK_TOP, 0x2b};
        for (int i = 0; i < frame.length; i++) {
            put(0x4000 + 8L * i, frame[i]);
        }
        engine.write(X86Register.RSP, SUPERVISOR + 0x2000);
        // Not start(.., until): dropping the translation at "until" looks at the byte before it.
        stopAfterBlocks = 1;
        first = true;
        Unicorn.check("enter user mode", engine.start(SUPERVISOR + 0x1000));
        stopAfterBlocks = Integer.MAX_VALUE;
        blocks.clear();
        reads.clear();
    }

    /** Maps one page, making the tables above it. */
    void page(long virtual, long frame, long bits) {
        long table = ROOT;
        for (int shift = 39; shift > 12; shift -= 9) {
            long slot = table + (virtual >>> shift & 511) * 8;
            long entry = get(slot);
            if (entry == 0) {
                entry = nextTable | 7;
                nextTable += 0x1000;
                put(slot, entry);
            }
            table = entry & 0x000f_ffff_ffff_f000L;
        }
        put(table + (virtual >>> 12 & 511) * 8, frame | bits);
    }

    void put(long physical, long value) {
        ram.set(ValueLayout.JAVA_LONG, physical, value);
    }

    long get(long physical) {
        return ram.get(ValueLayout.JAVA_LONG, physical);
    }

    /** Runs on from the current program counter until something stops. */
    int run() {
        engine.save(context);
        context.setInt(layout.oldException(), -1);
        engine.restore(context);
        first = true;
        return engine.start(engine.read(X86Register.RIP));
    }

    @Override
    public void block(long address, int size) {
        if (first) {
            first = false;
            return;
        }
        blocks.add(address);
        if (blocks.size() % stopAfterBlocks == 0) {
            engine.stop();
        }
    }

    @Override
    public void read(long physical, int size) {
        reads.add(physical);
    }

    @Override
    public void write(long physical, int size) {
        writes.add(physical);
    }

    @Override
    public void interrupt(int vector) {
        vectors.add(vector);
        engine.save(context);
        errorCode = context.getInt(layout.errorCode());
        engine.stop();
    }

    @Override
    public void syscall() {
        syscalls++;
        engine.stop();
    }

    @Override
    public boolean readTimestamp(boolean withProcessorId) {
        engine.write(X86Register.RAX, 1234);
        engine.write(X86Register.RDX, withProcessorId ? 2 : 1);
        return true;
    }

    @Override
    public void invalidInstruction() {
        invalid++;
    }

    @Override
    public void close() {
        context.close();
        engine.close();
        arena.close();
    }
}
