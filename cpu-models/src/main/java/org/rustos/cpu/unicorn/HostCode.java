package org.rustos.cpu.unicorn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Puts a few machine instructions where the host may execute them, for callbacks that are too
 * frequent to enter Java. Linux on x86-64 only; anywhere else, or where the system forbids it,
 * there is none and the caller takes a slower way.
 */
final class HostCode {
    private static final long PAGE = 4096;
    private static final int READ_WRITE = 3;
    private static final int READ_EXECUTE = 5;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final int NO_FILE = -1;

    private static final FunctionDescriptor MAP =
            FunctionDescriptor.of(
                    ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final FunctionDescriptor PROTECT =
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private HostCode() {}

    /**
     * Makes code executable for the rest of the process.
     *
     * @param instructions x86-64 machine code, position independent, at most a page
     * @return its address, or nothing if this host does not allow it
     */
    static Optional<MemorySegment> x86(byte[] instructions) {
        boolean known =
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64");
        if (!known) {
            return Optional.empty();
        }
        try {
            MemorySegment page =
                    (MemorySegment)
                            function("mmap", MAP)
                                    .invokeExact(
                                            MemorySegment.NULL,
                                            PAGE,
                                            READ_WRITE,
                                            PRIVATE_ANONYMOUS,
                                            NO_FILE,
                                            0L);
            if (page.address() == -1) {
                return Optional.empty();
            }
            MemorySegment code = page.reinterpret(PAGE);
            MemorySegment.copy(instructions, 0, code, JAVA_BYTE, 0, instructions.length);
            int refused = (int) function("mprotect", PROTECT).invokeExact(code, PAGE, READ_EXECUTE);
            return refused == 0 ? Optional.of(code) : Optional.empty();
        } catch (Throwable failure) {
            throw Unicorn.unexpected(failure);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor type) {
        return Unicorn.LINKER.downcallHandle(symbol(name), type);
    }

    private static MemorySegment symbol(String name) {
        return Linker.nativeLinker()
                .defaultLookup()
                .find(name)
                .orElseThrow(() -> new EngineException("the C library has no " + name));
    }
}
