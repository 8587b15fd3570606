package org.rustos.kernel.linux;

import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.process.UserThread;

import java.util.List;

/** What /proc says of one process or one of its threads (proc(5)). */
final class ProcessTexts {
    private final LinuxProcess process;

    ProcessTexts(LinuxProcess process) {
        this.process = process;
    }

    String name() {
        return process.name() + "\n";
    }

    String arguments() {
        return process.process().exited() ? "" : String.join("\0", process.arguments()) + "\0";
    }

    String environment() {
        List<String> all = process.environment();
        return all.isEmpty() ? "" : String.join("\0", all) + "\0";
    }

    private char state(LinuxThread thread) {
        if (process.process().exited()) {
            return 'Z';
        }
        if (process.stopped()) {
            return 'T';
        }
        for (UserThread each : process.process().threads()) {
            boolean meant = thread == null || thread.thread() == each;
            boolean runs =
                    each.state() == UserThread.State.RUNNING
                            || each.state() == UserThread.State.RUNNABLE;
            if (meant && runs) {
                return 'R';
            }
        }
        return 'S';
    }

    private long size() {
        long bytes = 0;
        for (Area area : process.process().areas().all()) {
            bytes += area.length();
        }
        return process.process().exited() ? 0 : bytes;
    }

    private long resident() {
        return process.process().exited()
                ? 0
                : process.process().space().range(0, Long.MAX_VALUE).values().stream()
                                .mapToLong(page -> page.size().bytes())
                                .sum()
                        / PhysicalMemory.PAGE_SIZE;
    }

    /** stat: 52 numbers. */
    String numbers(LinuxThread thread) {
        CpuTimes times = process.cpuTimes();
        CpuTimes.Spent own = thread == null ? times.own() : times.of(thread.thread());
        long started = MachineTexts.ticks(process.system().kernel().mcToNanos(process.startedMc()));
        int id = thread == null ? process.process().id() : thread.id();
        LinuxThread first = thread != null ? thread : firstThread();
        long[] tail = {
            process.process().parentId(),
            process.group(),
            process.session(),
            0,
            -1,
            0x40_0000,
            0,
            0,
            0,
            0,
            MachineTexts.ticks(own.user()),
            MachineTexts.ticks(own.system()),
            MachineTexts.ticks(times.children().user()),
            MachineTexts.ticks(times.children().system()),
            20,
            0,
            process.process().exited() ? 0 : process.process().threads().size(),
            0,
            started,
            size(),
            resident(),
            process.limits().soft(5),
            0,
            0,
            0,
            0,
            0,
            first == null ? 0 : first.pending(),
            first == null ? 0 : first.signalMask(),
            process.actions().ignored(),
            process.actions().caught(),
            0,
            0,
            0,
            process.exitSignal(),
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            process.breakStart(),
            0,
            0,
            0,
            0,
            process.process().exited() ? process.process().exitStatus() << 8 : 0
        };
        StringBuilder text =
                new StringBuilder("%d (%s) %c".formatted(id, process.name(), state(thread)));
        for (long number : tail) {
            text.append(' ').append(Long.toUnsignedString(number));
        }
        return text.append('\n').toString().replace(" 18446744073709551615 4194304", " -1 4194304");
    }

    private LinuxThread firstThread() {
        List<UserThread> threads = process.process().threads();
        return process.process().exited() || threads.isEmpty()
                ? null
                : process.thread(threads.getFirst());
    }

    private static String stateName(char state) {
        return switch (state) {
            case 'Z' -> "Z (zombie)";
            case 'T' -> "T (stopped)";
            case 'R' -> "R (running)";
            default -> "S (sleeping)";
        };
    }

    String status(LinuxThread thread) {
        int id = process.process().id();
        int user = process.credentials().user();
        int group = process.credentials().group();
        LinuxThread first = thread != null ? thread : firstThread();
        return "Name:\t%s\nUmask:\t%04o\nState:\t%s\nTgid:\t%d\nNgid:\t0\nPid:\t%d\nPPid:\t%d\n"
                        .formatted(
                                process.name(),
                                process.umask(),
                                stateName(state(thread)),
                                id,
                                thread == null ? id : thread.id(),
                                process.process().parentId())
                + "TracerPid:\t0\nUid:\t%1$d\t%1$d\t%1$d\t%1$d\nGid:\t%2$d\t%2$d\t%2$d\t%2$d\n"
                        .formatted(user, group)
                + "FDSize:\t%d\nGroups:\t \nVmPeak:\t%8d kB\nVmSize:\t%8d kB\nVmRSS:\t%8d kB\n"
                        .formatted(
                                process.descriptors().limit(),
                                size() / 1024,
                                size() / 1024,
                                resident() * 4)
                + "Threads:\t%d\nSigPnd:\t%016x\nShdPnd:\t%016x\nSigBlk:\t%016x\n"
                        .formatted(
                                process.process().exited() ? 1 : process.process().threads().size(),
                                first == null ? 0 : first.ownPending().set(),
                                process.pending().set(),
                                first == null ? 0 : first.signalMask())
                + "SigIgn:\t%016x\nSigCgt:\t%016x\nSeccomp:\t0\n"
                        .formatted(process.actions().ignored(), process.actions().caught());
    }

    String pages() {
        long pages = size() / PhysicalMemory.PAGE_SIZE;
        return "%d %d 0 0 0 %d 0\n".formatted(pages, resident(), pages);
    }

    String maps() {
        StringBuilder text = new StringBuilder();
        for (Area area : process.process().areas().all()) {
            boolean shared = area.backing() instanceof Backing.Paged paged && paged.shared();
            long offset = area.backing() instanceof Backing.Paged paged ? paged.offset() : 0;
            String name = area.name().equals("[image]") ? process.executable() : area.name();
            String line =
                    "%08x-%08x %s%s%s%s %08x 00:00 0 "
                            .formatted(
                                    area.start(),
                                    area.end(),
                                    area.permissions().read() ? "r" : "-",
                                    area.permissions().write() ? "w" : "-",
                                    area.permissions().execute() ? "x" : "-",
                                    shared ? "s" : "p",
                                    offset);
            text.append(name.isEmpty() ? line : "%-73s%s".formatted(line, name)).append('\n');
        }
        return text.toString();
    }

    /** Name and unit of each limit in the order of its number. */
    private static final String[] LIMITS = {
        "Max cpu time|seconds",
        "Max file size|bytes",
        "Max data size|bytes",
        "Max stack size|bytes",
        "Max core file size|bytes",
        "Max resident set|bytes",
        "Max processes|processes",
        "Max open files|files",
        "Max locked memory|bytes",
        "Max address space|bytes",
        "Max file locks|locks",
        "Max pending signals|signals",
        "Max msgqueue size|bytes",
        "Max nice priority|",
        "Max realtime priority|",
        "Max realtime timeout|us"
    };

    String limits() {
        StringBuilder text = new StringBuilder();
        String row = "%-26s%-21s%-21s%-10s\n";
        text.append(row.formatted("Limit", "Soft Limit", "Hard Limit", "Units"));
        for (int i = 0; i < LIMITS.length; i++) {
            String[] words = LIMITS[i].split("\\|", -1);
            String soft = limit(process.limits().soft(i));
            String hard = limit(process.limits().hard(i));
            text.append(row.formatted(words[0], soft, hard, words[1]));
        }
        return text.toString();
    }

    private static String limit(long value) {
        return value == Limits.NONE ? "unlimited" : Long.toUnsignedString(value);
    }
}
