package org.rustos.kernel.program;

import org.rustos.core.elf.ElfImage;
import org.rustos.core.hart.Access;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.PointerKeys;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.timing.Category;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.process.Process;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Puts a checked ELF image into an empty process. Loading costs no cycles: a measured program
 * starts with its image in memory, as if it had been read before.
 */
public final class ProgramLoader {
    private static final long STACK_BYTES = 8L << 20;

    private final Kernel kernel;

    public ProgramLoader(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * What to start.
     *
     * @param arguments argv, the program's own name first
     * @param environment NAME=value texts
     * @param codeCategory category of a named executable section, or null for user compute
     * @param hardware what the auxiliary vector says of the CPU
     */
    public record Request(
            ElfImage image,
            List<String> arguments,
            List<String> environment,
            Function<String, Category> codeCategory,
            Hardware hardware) {}

    /**
     * What programs are told of the CPU.
     *
     * @param hwcap AT_HWCAP
     * @param hwcap2 AT_HWCAP2
     * @param platform AT_PLATFORM; empty where an ISA has none
     * @param probes answers of riscv_hwprobe by key
     */
    public record Hardware(long hwcap, long hwcap2, String platform, Map<Long, Long> probes) {}

    /**
     * What was loaded.
     *
     * @param base added to the image's addresses
     * @param breakStart first address behind the image, page-aligned
     * @param arguments argv
     * @param symbols names in the image, at addresses as in the file
     */
    public record Loaded(
            long base, long breakStart, List<String> arguments, List<ElfImage.Symbol> symbols) {}

    /**
     * Loads, and sets pc and sp of the first thread's context.
     *
     * @throws ProgramException if it does not fit: one line with the reason
     */
    public Loaded load(Process process, HartContext context, Request request)
            throws ProgramException {
        ElfImage image = request.image();
        long base = image.positionIndependent() ? programBase(process) : 0;
        long end = 0;
        for (ElfImage.Segment segment : image.segments()) {
            end = Math.max(end, mapSegment(process, segment, base));
        }
        for (ElfImage.Section section : image.sections()) {
            Category category = request.codeCategory().apply(section.name());
            if (section.execute() && category != null) {
                long from = base + section.address();
                process.space().accountCode(from, from + section.size(), category);
            }
        }
        long stackTop = stackTop(process);
        process.areas()
                .add(
                        new Area(
                                stackTop - STACK_BYTES,
                                stackTop,
                                Permissions.READ_WRITE,
                                Backing.ANONYMOUS,
                                PageSize.SMALL,
                                "[stack]"));
        FirstStack stack = new FirstStack(kernel, process, stackTop);
        context.reset();
        // Apart from the random bytes that the program is given.
        SplittableRandom keys = new SplittableRandom(kernel.config().seed() ^ process.id()).split();
        context.pointerKeys(PointerKeys.of(keys::nextLong));
        context.pc(base + image.entry());
        context.sp(stack.build(request, base));
        return new Loaded(base, pageUp(end), request.arguments(), image.symbols());
    }

    /** Two thirds up user space, as Linux places position-independent programs; runs agree. */
    private static long programBase(Process process) {
        return process.areas().userEnd() / 3 * 2 & -PhysicalMemory.PAGE_SIZE;
    }

    /** A page below the end. */
    private static long stackTop(Process process) {
        return process.areas().userEnd() - PhysicalMemory.PAGE_SIZE;
    }

    private long mapSegment(Process process, ElfImage.Segment segment, long base)
            throws ProgramException {
        long start = base + segment.address();
        long end = start + segment.memorySize();
        long from = start & -PhysicalMemory.PAGE_SIZE;
        long to = pageUp(end);
        if (from < UserAreas.LOWEST || to > stackTop(process) - STACK_BYTES || to < from) {
            throw new ProgramException(
                    "segment 0x%x..0x%x is outside of user memory".formatted(start, end));
        }
        Permissions wanted = new Permissions(segment.read(), segment.write(), segment.execute(), 0);
        // A page that two segments share keeps the rights of both.
        Area before = process.areas().at(from);
        if (before != null) {
            Permissions both =
                    new Permissions(
                            true,
                            wanted.write() || before.permissions().write(),
                            wanted.execute() || before.permissions().execute(),
                            0);
            process.areas().protect(from, from + PhysicalMemory.PAGE_SIZE, both);
            from += PhysicalMemory.PAGE_SIZE;
        }
        if (from < to) {
            process.areas()
                    .add(new Area(from, to, wanted, Backing.ANONYMOUS, PageSize.SMALL, "[image]"));
        }
        copyIn(process, start, segment.bytes());
        return end;
    }

    private void copyIn(Process process, long start, byte[] bytes) throws ProgramException {
        int done = 0;
        while (done < bytes.length) {
            long va = start + done;
            Mapping page = present(process, va);
            int part =
                    (int)
                            Math.min(
                                    bytes.length - done,
                                    PhysicalMemory.PAGE_SIZE - (va & PhysicalMemory.PAGE_MASK));
            kernel.board().memory().write(page.physical(va), bytes, done, part);
            done += part;
        }
    }

    /** The page of an address, brought in whatever its rights are. */
    private static Mapping present(Process process, long va) throws ProgramException {
        Mapping page = process.space().lookup(va);
        if (page == null) {
            Permissions rights = process.areas().at(va).permissions();
            Access access =
                    rights.read() ? Access.READ : rights.execute() ? Access.EXECUTE : Access.WRITE;
            if (process.areas().touch(va, access) != UserAreas.Touch.READY) {
                throw new ProgramException(
                        "the image does not fit into guest RAM; give more by --ram");
            }
            page = process.space().lookup(va);
        }
        return page;
    }

    private static long pageUp(long address) {
        return (address + PhysicalMemory.PAGE_MASK) & -PhysicalMemory.PAGE_SIZE;
    }
}
