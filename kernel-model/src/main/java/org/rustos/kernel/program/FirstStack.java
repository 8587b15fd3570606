package org.rustos.kernel.program;

import org.rustos.core.elf.ElfImage;
import org.rustos.core.hart.Access;
import org.rustos.core.memory.Mapping;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.process.Process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Builds the stack that a program finds at its start: argc, argv, envp and the auxiliary vector
 * (System V ABI, "Process Initialization"; numbers from Linux's auxvec.h).
 */
final class FirstStack {
    private static final int AT_NULL = 0;
    private static final int AT_PHDR = 3;
    private static final int AT_PHENT = 4;
    private static final int AT_PHNUM = 5;
    private static final int AT_PAGESZ = 6;
    private static final int AT_BASE = 7;
    private static final int AT_FLAGS = 8;
    private static final int AT_ENTRY = 9;
    private static final int AT_UID = 11;
    private static final int AT_EUID = 12;
    private static final int AT_GID = 13;
    private static final int AT_EGID = 14;
    private static final int AT_PLATFORM = 15;
    private static final int AT_HWCAP = 16;
    private static final int AT_CLKTCK = 17;
    private static final int AT_SECURE = 23;
    private static final int AT_RANDOM = 25;
    private static final int AT_HWCAP2 = 26;
    private static final int AT_EXECFN = 31;

    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int CLOCK_TICKS = 100;
    private static final int PAGE_BYTES = 4096;
    private static final int LARGEST = 1 << 20;

    private final Kernel kernel;
    private final Process process;
    private long top;

    FirstStack(Kernel kernel, Process process, long top) {
        this.kernel = kernel;
        this.process = process;
        this.top = top;
    }

    /** Writes everything; returns the stack pointer, 16-byte aligned. */
    long build(ProgramLoader.Request request, long base) throws ProgramException {
        ElfImage image = request.image();
        long size = 0;
        for (String text : request.arguments()) {
            size += text.length() + 1L;
        }
        for (String text : request.environment()) {
            size += text.length() + 1L;
        }
        if (size > LARGEST) {
            throw new ProgramException("arguments and environment exceed " + LARGEST + " bytes");
        }
        String name = request.hardware().platform();
        long platform = name.isEmpty() ? 0 : push(name);
        long random = pushRandom();
        List<Long> environment = pushAll(request.environment());
        List<Long> arguments = pushAll(request.arguments());
        top &= -16;
        List<Long> words = new ArrayList<>();
        words.add((long) arguments.size());
        words.addAll(arguments);
        words.add(0L);
        words.addAll(environment);
        words.add(0L);
        long headers = image.programHeaders() == 0 ? 0 : base + image.programHeaders();
        long[][] vector = {
            {AT_PHDR, headers},
            {AT_PHENT, PROGRAM_HEADER_BYTES},
            {AT_PHNUM, image.programHeaderCount()},
            {AT_PAGESZ, PAGE_BYTES},
            {AT_BASE, 0},
            {AT_FLAGS, 0},
            {AT_ENTRY, base + image.entry()},
            {AT_UID, 0},
            {AT_EUID, 0},
            {AT_GID, 0},
            {AT_EGID, 0},
            {AT_PLATFORM, platform},
            {AT_HWCAP, request.hardware().hwcap()},
            {AT_HWCAP2, request.hardware().hwcap2()},
            {AT_CLKTCK, CLOCK_TICKS},
            {AT_SECURE, 0},
            {AT_RANDOM, random},
            {AT_EXECFN, arguments.isEmpty() ? 0 : arguments.getFirst()},
            {AT_NULL, 0},
        };
        for (long[] pair : vector) {
            if (pair[0] != AT_PLATFORM || platform != 0) {
                words.add(pair[0]);
                words.add(pair[1]);
            }
        }
        top -= 8L * (words.size() + (words.size() & 1));
        for (int i = 0; i < words.size(); i++) {
            writeWord(top + 8L * i, words.get(i));
        }
        return top;
    }

    private List<Long> pushAll(List<String> texts) throws ProgramException {
        List<Long> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(push(text));
        }
        return addresses;
    }

    private long push(String text) throws ProgramException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        top -= bytes.length + 1;
        for (int i = 0; i < bytes.length; i++) {
            kernel.board().memory().putByte(physical(top + i), bytes[i]);
        }
        kernel.board().memory().putByte(physical(top + bytes.length), (byte) 0);
        return top;
    }

    private long pushRandom() throws ProgramException {
        SplittableRandom random = new SplittableRandom(kernel.config().seed() ^ process.id());
        top = (top - 16) & -16;
        writeWord(top, random.nextLong());
        writeWord(top + 8, random.nextLong());
        return top;
    }

    private void writeWord(long va, long word) throws ProgramException {
        kernel.board().memory().putLong(physical(va), word);
    }

    private long physical(long va) throws ProgramException {
        Mapping page = process.space().lookup(va);
        if (page == null) {
            if (process.areas().touch(va, Access.WRITE) != UserAreas.Touch.READY) {
                throw new ProgramException(
                        "no guest RAM left for the first stack; give more by --ram");
            }
            page = process.space().lookup(va);
        }
        return page.physical(va);
    }
}
