package org.rustos.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import org.rustos.cpu.natives.NativeLibraries;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Owns every native handle of the Unicorn library, so that no other class links to it. The handles
 * are static and final and called exactly: the JIT then compiles each call to a plain C call.
 *
 * <p>Functions that neither call back nor run long are linked as critical, which leaves out the
 * thread-state change; {@code uc_emu_start}, {@code uc_open} and {@code uc_close} are not.
 */
final class Unicorn {
    static final int OK = 0;
    static final int ARCH_ARM64 = 2;
    static final int ARCH_X86 = 4;
    static final int MODE_LITTLE_ENDIAN = 0;
    static final int MODE_64 = 1 << 3;

    // UC_CTL(type, arguments, direction): unicorn.h. All of these are writes.
    static final int CTL_SET_CPU_MODEL = ctl(7, 1);
    static final int CTL_REMOVE_CACHE = ctl(9, 2);
    static final int CTL_FLUSH_TRANSLATIONS = ctl(10, 0);
    static final int CTL_FLUSH_TLB = ctl(11, 0);

    static final FunctionDescriptor BLOCK_CALLBACK =
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS);
    static final FunctionDescriptor MEMORY_CALLBACK =
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);
    static final FunctionDescriptor MEMORY_VERDICT_CALLBACK =
            FunctionDescriptor.of(
                    JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);
    static final FunctionDescriptor INTERRUPT_CALLBACK =
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, ADDRESS);
    static final FunctionDescriptor PLAIN_CALLBACK = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS);
    static final FunctionDescriptor ANSWERING_CALLBACK =
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
    static final FunctionDescriptor VERDICT_CALLBACK =
            FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, ADDRESS);

    static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = open();

    static final MethodHandle VERSION = quick("uc_version", JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle STRERROR = quick("uc_strerror", ADDRESS, JAVA_INT);
    static final MethodHandle OPEN = call("uc_open", JAVA_INT, JAVA_INT, ADDRESS);
    static final MethodHandle CLOSE = call("uc_close", ADDRESS);
    static final MethodHandle MAP =
            call("uc_mem_map_ptr", ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS);
    static final MethodHandle UNMAP = call("uc_mem_unmap", ADDRESS, JAVA_LONG, JAVA_LONG);
    static final MethodHandle PROTECT =
            call("uc_mem_protect", ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT);
    static final MethodHandle REG_READ = quick("uc_reg_read", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    static final MethodHandle REG_WRITE =
            quick("uc_reg_write", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    static final MethodHandle REG_READ_BATCH =
            quick("uc_reg_read_batch", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
    static final MethodHandle REG_WRITE_BATCH =
            quick("uc_reg_write_batch", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
    static final MethodHandle HOOK_ADD =
            variadic(
                    "uc_hook_add",
                    7,
                    ADDRESS,
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS,
                    ADDRESS,
                    JAVA_LONG,
                    JAVA_LONG);
    static final MethodHandle HOOK_ADD_INSTRUCTION =
            variadic(
                    "uc_hook_add",
                    7,
                    ADDRESS,
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS,
                    ADDRESS,
                    JAVA_LONG,
                    JAVA_LONG,
                    JAVA_INT);
    static final MethodHandle EMU_START =
            call("uc_emu_start", ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    static final MethodHandle EMU_STOP = quick("uc_emu_stop", JAVA_INT, ADDRESS);
    static final MethodHandle CTL = variadic("uc_ctl", 2, ADDRESS, JAVA_INT);
    static final MethodHandle CTL_INT = variadic("uc_ctl", 2, ADDRESS, JAVA_INT, JAVA_INT);
    static final MethodHandle CTL_RANGE =
            variadic("uc_ctl", 2, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG);
    static final MethodHandle CONTEXT_ALLOC = call("uc_context_alloc", ADDRESS, ADDRESS);
    static final MethodHandle CONTEXT_FREE = call("uc_context_free", ADDRESS);
    static final MethodHandle CONTEXT_SIZE = quick("uc_context_size", JAVA_LONG, ADDRESS);
    static final MethodHandle CONTEXT_SAVE = quick("uc_context_save", JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle CONTEXT_RESTORE =
            quick("uc_context_restore", JAVA_INT, ADDRESS, ADDRESS);

    static {
        requireVersion();
    }

    private Unicorn() {}

    /**
     * Returns the version of the loaded library.
     *
     * @return for example {@code 2.1.4}
     */
    static String version() {
        int version = rawVersion();
        return (version >>> 24) + "." + (version >> 16 & 0xff) + "." + (version >> 8 & 0xff);
    }

    /** Major, minor and patch as one number, a byte each. */
    static int release() {
        return rawVersion() >>> 8;
    }

    /** Turns a result into an exception that carries Unicorn's own words. */
    static void check(String operation, int error) {
        if (error != OK) {
            throw new EngineException(
                    "Unicorn: " + operation + ": " + describe(error) + " (error " + error + ")");
        }
    }

    static String describe(int error) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(error);
            return text.reinterpret(256).getString(0);
        } catch (Throwable failure) {
            throw unexpected(failure);
        }
    }

    static RuntimeException unexpected(Throwable failure) {
        return failure instanceof RuntimeException known
                ? known
                : new EngineException("Unicorn: a native call failed: " + failure, failure);
    }

    private static int ctl(int type, int arguments) {
        return type | arguments << 26 | 1 << 30;
    }

    private static int rawVersion() {
        try {
            return (int) VERSION.invokeExact(MemorySegment.NULL, MemorySegment.NULL);
        } catch (Throwable failure) {
            throw unexpected(failure);
        }
    }

    private static void requireVersion() {
        if (rawVersion() >>> 16 < 0x0201) {
            throw new EngineException(
                    "Unicorn "
                            + version()
                            + " is too old: 2.1 or newer is needed (older ones translate addresses"
                            + " wrongly); run tools/fetch-natives or point rustos.unicorn at one");
        }
    }

    private static SymbolLookup open() {
        Path path = NativeLibraries.unicorn();
        try {
            return SymbolLookup.libraryLookup(path, Arena.global());
        } catch (IllegalArgumentException refused) {
            throw new EngineException(
                    "Unicorn: " + path + " cannot be loaded: " + refused.getMessage(), refused);
        }
    }

    private static MemorySegment symbol(String name) {
        return LIBRARY.find(name)
                .orElseThrow(() -> new EngineException("Unicorn: the library has no " + name));
    }

    private static MethodHandle call(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle quick(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                symbol(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.critical(false));
    }

    private static MethodHandle variadic(String name, int fixed, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                symbol(name),
                FunctionDescriptor.of(JAVA_INT, arguments),
                Linker.Option.firstVariadicArg(fixed));
    }
}
