package org.rustos.kernel.linux;

import org.rustos.kernel.process.UserThread;

import java.util.Locale;

/** What /proc says of the machine as a whole. */
final class MachineTexts {
    private static final long TICK_NANOS = 10_000_000L;
    private static final long NANOS = 1_000_000_000L;

    private final LinuxSyscalls system;

    MachineTexts(LinuxSyscalls system) {
        this.system = system;
    }

    private long sinceBoot() {
        return system.kernel().mcToNanos(system.nowMc());
    }

    String memory() {
        var frames = system.kernel().board().frames();
        long total = frames.total() * 4L;
        long free = (frames.total() - frames.inUse()) * 4L;
        return String.format(
                Locale.ROOT,
                "MemTotal: %14d kB%nMemFree: %15d kB%nMemAvailable: %10d kB%nBuffers: %15d"
                        + " kB%nCached: %16d kB%nSwapCached: %12d kB%nSwapTotal: %13d kB%nSwapFree:"
                        + " %14d kB%nDirty: %17d kB%nMapped: %16d kB%nShmem: %17d kB%nSReclaimable:"
                        + " %10d kB%nHugepagesize: %10d kB%n",
                total,
                free,
                free,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                2048);
    }

    String uptime() {
        long centi = sinceBoot() / TICK_NANOS;
        long idle = Math.max(0, centi * cores() - spent() / TICK_NANOS);
        return "%d.%02d %d.%02d\n".formatted(centi / 100, centi % 100, idle / 100, idle % 100);
    }

    private int cores() {
        return system.kernel().board().cores().size();
    }

    private long spent() {
        long nanos = 0;
        for (LinuxProcess process : system.processes()) {
            nanos += process.cpuTimes().withChildren().total();
        }
        return nanos;
    }

    private int running() {
        int running = 0;
        for (LinuxProcess process : system.processes()) {
            for (UserThread thread : process.process().threads()) {
                boolean runs =
                        thread.state() == UserThread.State.RUNNING
                                || thread.state() == UserThread.State.RUNNABLE;
                running += runs ? 1 : 0;
            }
        }
        return running;
    }

    String load() {
        int last = 0;
        for (LinuxProcess process : system.processes()) {
            last = Math.max(last, process.process().id());
        }
        return "0.00 0.00 0.00 %d/%d %d\n".formatted(running(), system.processes().size(), last);
    }

    String statistics() {
        long user = 0;
        long inKernel = 0;
        for (LinuxProcess process : system.processes()) {
            CpuTimes.Spent spent = process.cpuTimes().withChildren();
            user += spent.user() / TICK_NANOS;
            inKernel += spent.system() / TICK_NANOS;
        }
        long idle = Math.max(0, sinceBoot() / TICK_NANOS * cores() - user - inKernel);
        StringBuilder text = new StringBuilder();
        text.append("cpu  %d 0 %d %d 0 0 0 0 0 0\n".formatted(user, inKernel, idle));
        for (int i = 0; i < cores(); i++) {
            text.append(
                    "cpu%d %d 0 %d %d 0 0 0 0 0 0\n"
                            .formatted(i, user / cores(), inKernel / cores(), idle / cores()));
        }
        long boot = system.kernel().config().epochSeconds();
        return text.append("intr 0\nctxt 0\nbtime %d\n".formatted(boot))
                .append("processes %d\n".formatted(system.processes().size()))
                .append("procs_running %d\nprocs_blocked 0\n".formatted(running()))
                .toString();
    }

    String version() {
        return "Linux version " + MachineCalls.RELEASE + " (rustos) #1 SMP rustos\n";
    }

    String mounts() {
        return "rustos / tmpfs rw 0 0\nproc /proc proc rw 0 0\n";
    }

    String processors() {
        var profile = system.kernel().board().profile();
        String mhz = Long.toString(Math.round(profile.gigahertz() * 1000));
        String one = String.join("\n", system.abi().processor()) + "\n\n";
        one = one.replace("{profile}", profile.id()).replace("{mhz}", mhz);
        one = one.replace("{cores}", Integer.toString(cores()));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cores(); i++) {
            text.append(one.replace("{core}", Integer.toString(i)));
        }
        return text.toString();
    }

    /** Seconds since boot at which something was at a time. */
    static long ticks(long nanos) {
        return nanos / TICK_NANOS;
    }

    static long seconds(long nanos) {
        return nanos / NANOS;
    }
}
