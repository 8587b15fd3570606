package org.rustos.cpu.zydis;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
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
 * Owns every native handle of the Zydis library, and the layout of its structs, so that no other
 * class links to it. Sizes and offsets are those of the 4.0 headers ({@code DecoderTypes.h}) on a
 * 64-bit host.
 */
final class Zydis {
    static final int MACHINE_MODE_LONG_64 = 0;
    static final int STACK_WIDTH_64 = 2;
    static final int FORMATTER_INTEL = 1;

    static final long DECODER_SIZE = 20;
    static final long FORMATTER_SIZE = 584;
    static final long INSTRUCTION_SIZE = 328;
    static final long OPERAND_SIZE = 80;
    static final int MAX_OPERANDS = 10;
    static final int MAX_LENGTH = 15;

    static final MethodHandle DECODER_INIT;
    static final MethodHandle DECODE_FULL;
    static final MethodHandle FORMATTER_INIT;
    static final MethodHandle FORMAT;
    private static final MethodHandle VERSION;
    private static final MethodHandle MNEMONIC_NAME;
    private static final MethodHandle CATEGORY_NAME;

    private static final int MNEMONICS = 1755;
    private static final int CATEGORIES = 120;
    private static final String[] MNEMONIC_NAMES = new String[MNEMONICS];
    private static final String[] CATEGORY_NAMES = new String[CATEGORIES];

    static {
        Path path = NativeLibraries.zydis();
        SymbolLookup library = load(path);
        VERSION = handle(library, "ZydisGetVersion", JAVA_LONG);
        DECODER_INIT = handle(library, "ZydisDecoderInit", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
        DECODE_FULL =
                handle(
                        library,
                        "ZydisDecoderDecodeFull",
                        JAVA_INT,
                        ADDRESS,
                        ADDRESS,
                        JAVA_LONG,
                        ADDRESS,
                        ADDRESS,
                        JAVA_BYTE,
                        JAVA_INT);
        FORMATTER_INIT = handle(library, "ZydisFormatterInit", JAVA_INT, ADDRESS, JAVA_INT);
        FORMAT =
                handle(
                        library,
                        "ZydisFormatterFormatInstruction",
                        JAVA_INT,
                        ADDRESS,
                        ADDRESS,
                        ADDRESS,
                        JAVA_BYTE,
                        ADDRESS,
                        JAVA_LONG,
                        JAVA_LONG);
        MNEMONIC_NAME = handle(library, "ZydisMnemonicGetString", ADDRESS, JAVA_INT);
        CATEGORY_NAME = handle(library, "ZydisCategoryGetString", ADDRESS, JAVA_INT);
        if (rawVersion() >>> 32 != 0x0004_0000) {
            throw new DecoderException(
                    "Zydis " + version() + ": 4.0 is needed; run tools/fetch-natives");
        }
    }

    private Zydis() {}

    /**
     * Returns the version of the loaded library.
     *
     * @return for example {@code 4.0.0}
     */
    static String version() {
        long version = rawVersion();
        return (version >>> 48) + "." + (version >> 32 & 0xffff) + "." + (version >> 16 & 0xffff);
    }

    static String mnemonicName(int mnemonic) {
        return name(MNEMONIC_NAMES, MNEMONIC_NAME, mnemonic);
    }

    static String categoryName(int category) {
        return name(CATEGORY_NAMES, CATEGORY_NAME, category);
    }

    static RuntimeException unexpected(Throwable failure) {
        return failure instanceof RuntimeException known
                ? known
                : new DecoderException("Zydis: a native call failed: " + failure, failure);
    }

    private static String name(String[] cache, MethodHandle function, int id) {
        String name = cache[id];
        if (name == null) {
            try {
                MemorySegment text = (MemorySegment) function.invokeExact(id);
                name = text.reinterpret(64).getString(0);
            } catch (Throwable failure) {
                throw unexpected(failure);
            }
            cache[id] = name;
        }
        return name;
    }

    private static long rawVersion() {
        try {
            return (long) VERSION.invokeExact();
        } catch (Throwable failure) {
            throw unexpected(failure);
        }
    }

    private static SymbolLookup load(Path path) {
        try {
            return SymbolLookup.libraryLookup(path, Arena.global());
        } catch (IllegalArgumentException refused) {
            throw new DecoderException(
                    "Zydis: " + path + " cannot be loaded: " + refused.getMessage(), refused);
        }
    }

    // No function of Zydis calls back or blocks: all are linked without a thread-state change.
    private static MethodHandle handle(
            SymbolLookup library, String name, MemoryLayout result, MemoryLayout... arguments) {
        MemorySegment symbol =
                library.find(name)
                        .orElseThrow(
                                () -> new DecoderException("Zydis: the library has no " + name));
        return Linker.nativeLinker()
                .downcallHandle(
                        symbol,
                        FunctionDescriptor.of(result, arguments),
                        Linker.Option.critical(false));
    }
}
