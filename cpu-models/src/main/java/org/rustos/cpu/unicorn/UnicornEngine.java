package org.rustos.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.rustos.core.snapshot.Unsaved;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One engine instance: a simulated core's registers, memory map and translated code.
 * Single-threaded: every call must come from the thread that opened it.
 *
 * <p>Errors of the engine are {@link EngineException}s with Unicorn's words; guest faults come
 * through the callbacks and are no errors.
 */
@Unsaved
public final class UnicornEngine implements AutoCloseable {
    /** Memory that may be read. */
    public static final int READ = 1;

    /** Memory that may be written. */
    public static final int WRITE = 2;

    /** Memory that may be executed; data runs faster without it. */
    public static final int EXECUTE = 4;

    // The engine looks an end address up and notes a fault if that fails; not so for 0.
    private static final long NOWHERE = 0;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment engine;
    private final MemorySegment scratch = arena.allocate(64, 16);
    private LazyPc lazyPc;
    private Throwable failure;
    private boolean closed;

    private UnicornEngine(int architecture, int mode, int cpuModel) {
        try {
            MemorySegment out = arena.allocate(ADDRESS);
            Unicorn.check("open", (int) Unicorn.OPEN.invokeExact(architecture, mode, out));
            engine = out.get(ADDRESS, 0);
            Unicorn.check(
                    "set CPU model " + cpuModel,
                    (int) Unicorn.CTL_INT.invokeExact(engine, Unicorn.CTL_SET_CPU_MODEL, cpuModel));
            lazyPc =
                    LazyPc.of(
                            this,
                            engine,
                            architecture == Unicorn.ARCH_X86 ? X86Register.RIP : ArmRegister.PC);
        } catch (Throwable thrown) {
            arena.close();
            throw Unicorn.unexpected(thrown);
        }
    }

    /**
     * Opens a 64-bit x86 core.
     *
     * @param cpuModel a {@code uc_cpu_x86} number
     * @return the engine, in supervisor mode with paging off
     * @throws EngineException if the library is missing, too old or refuses
     */
    public static UnicornEngine openX86(int cpuModel) {
        return open(
                Unicorn::version,
                () -> new UnicornEngine(Unicorn.ARCH_X86, Unicorn.MODE_64, cpuModel));
    }

    /**
     * Opens an AArch64 core.
     *
     * @param cpuModel a {@code uc_cpu_arm64} number
     * @return the engine, at EL1
     * @throws EngineException if the library is missing, too old or refuses
     */
    public static UnicornEngine openArm64(int cpuModel) {
        return open(
                Unicorn::version,
                () -> new UnicornEngine(Unicorn.ARCH_ARM64, Unicorn.MODE_LITTLE_ENDIAN, cpuModel));
    }

    /**
     * Returns the version of the loaded library.
     *
     * @return for example {@code 2.1.4}
     * @throws EngineException if the library is missing, too old or refuses
     */
    public static String libraryVersion() {
        return open(() -> {}, Unicorn::version);
    }

    // The library's class initialiser may fail; the user must see its line, not the wrapper.
    private static <T> T open(Runnable load, Supplier<T> action) {
        try {
            load.run();
            return action.get();
        } catch (ExceptionInInitializerError wrapper) {
            if (wrapper.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw wrapper;
        } catch (NoClassDefFoundError again) {
            throw new EngineException("Unicorn: could not be loaded earlier in this run", again);
        }
    }

    /**
     * Shows host memory to the guest, zero-copy in both directions.
     *
     * @param physical guest-physical address, page aligned
     * @param memory off-heap, page aligned in address and size; must outlive the engine
     * @param permissions of {@link #READ}, {@link #WRITE}, {@link #EXECUTE}
     * @throws EngineException on misalignment or overlap with another mapping
     */
    public void map(long physical, MemorySegment memory, int permissions) {
        // Unicorn accepts a misaligned pointer and then reads the wrong bytes.
        if ((memory.address() & 0xfff) != 0 || (memory.byteSize() & 0xfff) != 0) {
            throw new EngineException("Unicorn: host memory is not aligned to 4 KiB pages");
        }
        try {
            Unicorn.check(
                    "map memory at 0x" + Long.toHexString(physical),
                    (int)
                            Unicorn.MAP.invokeExact(
                                    engine, physical, memory.byteSize(), permissions, memory));
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    /**
     * Takes memory away again.
     *
     * @param physical guest-physical address, page aligned
     * @param size bytes, a multiple of the page size, all of it mapped
     */
    public void unmap(long physical, long size) {
        try {
            Unicorn.check(
                    "unmap memory at 0x" + Long.toHexString(physical),
                    (int) Unicorn.UNMAP.invokeExact(engine, physical, size));
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    /**
     * Changes what the guest may do with mapped memory.
     *
     * @param physical guest-physical address, page aligned
     * @param size bytes, a multiple of the page size, all of it mapped
     * @param permissions of {@link #READ}, {@link #WRITE}, {@link #EXECUTE}
     */
    public void protect(long physical, long size, int permissions) {
        try {
            Unicorn.check(
                    "protect memory at 0x" + Long.toHexString(physical),
                    (int) Unicorn.PROTECT.invokeExact(engine, physical, size, permissions));
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    /**
     * Hangs callbacks on events. Code translated earlier does not see them: add before the first
     * run.
     *
     * @param callbacks what is called
     * @param hooks which events
     */
    public void hook(EngineCallbacks callbacks, Set<EngineHook> hooks) {
        Upcalls upcalls = new Upcalls(this, callbacks);
        for (EngineHook hook : hooks) {
            addHook(hook, upcalls.stub(hook, arena), MemorySegment.NULL);
        }
    }

    /**
     * Has all reads and writes noted in a log instead of told to callbacks.
     *
     * @param log where they go; empty it at every block
     */
    public void hook(AccessLog log) {
        addHook(EngineHook.READ, log.callback(), log.argument());
        addHook(EngineHook.WRITE, log.callback(), log.argument());
    }

    private void addHook(EngineHook hook, MemorySegment stub, MemorySegment argument) {
        MemorySegment handle = arena.allocate(ADDRESS);
        // begin > end means everywhere.
        long everywhere = 1L;
        long end = 0L;
        try {
            int error =
                    hook.instruction == 0
                            ? (int)
                                    Unicorn.HOOK_ADD.invokeExact(
                                            engine,
                                            handle,
                                            hook.type,
                                            stub,
                                            argument,
                                            everywhere,
                                            end)
                            : (int)
                                    Unicorn.HOOK_ADD_INSTRUCTION.invokeExact(
                                            engine,
                                            handle,
                                            hook.type,
                                            stub,
                                            argument,
                                            everywhere,
                                            end,
                                            hook.instruction);
            Unicorn.check("add hook " + hook + " (2.1.4 has it)", error);
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    /**
     * Runs until a callback stops it.
     *
     * @param pc where to begin, a virtual address
     * @return Unicorn's error number, 0 for none; 10 is an invalid instruction
     */
    public int start(long pc) {
        return start(pc, NOWHERE);
    }

    /**
     * Runs until a callback stops it or the program counter arrives at an address. What a callback
     * threw is thrown again here.
     *
     * @param pc where to begin, a virtual address
     * @param until where to stop, a virtual address; its instruction is not executed
     * @return Unicorn's error number, 0 for none; 10 is an invalid instruction
     */
    public int start(long pc, long until) {
        int error;
        try {
            error = (int) Unicorn.EMU_START.invokeExact(engine, pc, until, 0L, 0L);
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
        if (failure != null) {
            Throwable thrown = failure;
            failure = null;
            throw Unicorn.unexpected(thrown);
        }
        return error;
    }

    /**
     * Lets memory callbacks come with a stale program counter until the next stop, which makes them
     * about three times cheaper where the build of the engine allows it. To be called from a block
     * callback.
     */
    public void skipPcInMemoryCallbacks() {
        lazyPc.on();
    }

    /** Asks the running engine to stop; from a block callback that is before the block runs. */
    public void stop() {
        lazyPc.off();
        try {
            Unicorn.check("stop", (int) Unicorn.EMU_STOP.invokeExact(engine));
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        }
        stop();
    }

    /**
     * Describes an error number.
     *
     * @param error what {@link #start} returned
     * @return Unicorn's text
     */
    public String describe(int error) {
        return Unicorn.describe(error);
    }

    /**
     * Reads a register.
     *
     * @param register a Unicorn register id of at most 64 bits
     * @return its value, zero-extended
     */
    public long read(int register) {
        scratch.set(JAVA_LONG, 0, 0);
        read(register, scratch);
        return scratch.get(JAVA_LONG, 0);
    }

    /**
     * Writes a register.
     *
     * @param register a Unicorn register id of at most 64 bits
     * @param value the new value
     */
    public void write(int register, long value) {
        scratch.set(JAVA_LONG, 0, value);
        write(register, scratch);
    }

    /**
     * Copies a register of up to 64 bytes out.
     *
     * @param register a Unicorn register id
     * @param target at least as large as the register
     */
    public void read(int register, MemorySegment target) {
        try {
            Unicorn.check(
                    "register read", (int) Unicorn.REG_READ.invokeExact(engine, register, target));
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    /**
     * Copies a register of up to 64 bytes in.
     *
     * @param register a Unicorn register id
     * @param source off-heap, as large as the register
     */
    public void write(int register, MemorySegment source) {
        try {
            Unicorn.check(
                    "register write",
                    (int) Unicorn.REG_WRITE.invokeExact(engine, register, source));
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    /**
     * Reads all registers of a batch.
     *
     * @param batch receives the values
     */
    public void read(RegisterBatch batch) {
        try {
            batch.read(engine);
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    /**
     * Writes all registers of a batch.
     *
     * @param batch holds the values
     */
    public void write(RegisterBatch batch) {
        try {
            batch.write(engine);
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    /**
     * Writes a model-specific register of an x86 core.
     *
     * @param msr its number
     * @param value the new value
     */
    public void writeMsr(int msr, long value) {
        // uc_x86_msr: u32 number, u64 value at 8.
        scratch.set(JAVA_INT, 0, msr);
        scratch.set(JAVA_LONG, 8, value);
        write(X86Register.MSR, scratch);
    }

    /**
     * Sets the global descriptor table register of an x86 core.
     *
     * @param base virtual address
     * @param limit bytes minus one
     */
    public void writeGdtr(long base, int limit) {
        // uc_x86_mmr: u16 selector, u64 base at 8, u32 limit at 16, u32 flags at 20.
        scratch.fill((byte) 0);
        scratch.set(JAVA_LONG, 8, base);
        scratch.set(JAVA_INT, 16, limit);
        write(X86Register.GDTR, scratch);
    }

    /**
     * Writes a system register of an AArch64 core. The engine works out anew what it derives from
     * such registers, the exception level included.
     *
     * @param register which
     * @param value the new value
     */
    public void writeSystem(ArmSystemRegister register, long value) {
        // uc_arm64_cp_reg: u32 crn, crm, op0, op1, op2, u64 value at 24.
        int[] encoding = {register.crn, register.crm, register.op0, register.op1, register.op2};
        for (int i = 0; i < encoding.length; i++) {
            scratch.setAtIndex(JAVA_INT, i, encoding[i]);
        }
        scratch.set(JAVA_LONG, 24, value);
        write(ArmRegister.CP_REG, scratch);
    }

    /**
     * Makes a copy area for {@link #save}.
     *
     * @return the area; close it before the engine
     */
    public EngineContext newContext() {
        try {
            MemorySegment out = arena.allocate(ADDRESS);
            Unicorn.check("context alloc", (int) Unicorn.CONTEXT_ALLOC.invokeExact(engine, out));
            long size = (long) Unicorn.CONTEXT_SIZE.invokeExact(engine);
            return new EngineContext(out.get(ADDRESS, 0).reinterpret(size));
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    /**
     * Copies all registers out.
     *
     * @param context receives them
     */
    public void save(EngineContext context) {
        try {
            Unicorn.check(
                    "context save",
                    (int) Unicorn.CONTEXT_SAVE.invokeExact(engine, context.segment()));
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    /**
     * Copies all registers in. It flushes nothing: after a change of the page-table root or of
     * access rights call {@link #flushTlb}.
     *
     * @param context holds them
     */
    public void restore(EngineContext context) {
        try {
            Unicorn.check(
                    "context restore",
                    (int) Unicorn.CONTEXT_RESTORE.invokeExact(engine, context.segment()));
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    /** Forgets all address translations, after page tables or access rights changed. */
    public void flushTlb() {
        control("flush TLB", Unicorn.CTL_FLUSH_TLB);
    }

    /** Forgets all translated code. */
    public void flushTranslations() {
        control("flush translations", Unicorn.CTL_FLUSH_TRANSLATIONS);
    }

    /**
     * Forgets translated code of a range, after the host wrote to it. If a page of it is not mapped
     * in the current address space, the engine notes a fault that was none: clear it before the
     * next run.
     *
     * @param start virtual address in the current address space
     * @param end behind the last byte
     */
    public void removeTranslations(long start, long end) {
        try {
            Unicorn.check(
                    "remove translations",
                    (int)
                            Unicorn.CTL_RANGE.invokeExact(
                                    engine, Unicorn.CTL_REMOVE_CACHE, start, end));
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    private void control(String operation, int control) {
        try {
            Unicorn.check(operation, (int) Unicorn.CTL.invokeExact(engine, control));
        } catch (Throwable thrown) {
            throw Unicorn.unexpected(thrown);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                Unicorn.check("close", (int) Unicorn.CLOSE.invokeExact(engine));
            } catch (Throwable thrown) {
                throw Unicorn.unexpected(thrown);
            } finally {
                arena.close();
            }
        }
    }
}
