package org.rustos.bench.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What was measured on a real core, by the name of the row. Unit: core cycles, as the row says; a
 * bandwidth becomes core cycles per line of 64 bytes.
 */
public final class SiliconFigures {
    /**
     * Rows kept for judging only: no profile and no kernel path may be fitted to them. A name that
     * ends in * stands for all that begin so.
     *
     * <p>The rows from {@code write_devnull_*} on were taken out of use later, before the paths
     * that they judge were worked on: each has a sibling that may be used.
     */
    public static final List<String> NEVER_FITTED =
            List.of(
                    "read_devzero_64",
                    "pread_tmpfs_64",
                    "pwrite_tmpfs_*",
                    "dup_close",
                    "open_close_tmpfs",
                    "stat_tmpfs",
                    "futex_*",
                    "pipe_*",
                    "ipc_sched_yield_*",
                    "uring_nop_batch1",
                    "spsc_*",
                    "indirect_*",
                    "write_devnull_*",
                    "pread_tmpfs_1",
                    "eventfd_*",
                    "poll_1fd_ready",
                    "epoll_wait_1fd_ready",
                    "unix_dgram_send_recv_nofilter",
                    "udp_loopback_send_recv_nofilter",
                    "signal_self_siginfo",
                    "cow_fault_4k_after_fork",
                    "mmap_touch_munmap_4k",
                    "mmap_munmap_1M_untouched",
                    "memset_4K_hot");

    /**
     * In the names of rows whose median is disturbed by the host and whose tenth percentile is not:
     * large working sets, and two cores.
     */
    private static final Pattern TENTH_PERCENTILE = Pattern.compile("^chase_|@");

    private static final String BANDWIDTH = "bytes/core_cycle";
    private static final int LINE_BYTES = 64;

    private final Map<String, Double> cycles = new LinkedHashMap<>();
    private final String about;

    private SiliconFigures(JsonNode file) {
        about = file.path("about").asText();
        for (JsonNode row : file.path("measurements")) {
            String name = row.path("name").asText();
            String statistic = TENTH_PERCENTILE.matcher(name).find() ? "p10" : "median";
            double figure = row.path(statistic).asDouble();
            boolean bandwidth = row.path("unit").asText().equals(BANDWIDTH);
            cycles.put(name, bandwidth ? LINE_BYTES / figure : figure);
        }
    }

    /** The figures for a CPU model, or null if nobody measured such a core. */
    public static SiliconFigures of(String cpu) {
        String file = "silicon-" + cpu.substring(cpu.indexOf('-') + 1) + ".json";
        try (InputStream in = SiliconFigures.class.getResourceAsStream("/silicon/" + file)) {
            return in == null ? null : new SiliconFigures(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** What was measured where. */
    public String about() {
        return about;
    }

    /** The figure of a row by name, or null. */
    public Double named(String name) {
        return cycles.get(name);
    }

    /** Whether a row is kept for judging only. */
    public static boolean neverFitted(String name) {
        for (String pattern : NEVER_FITTED) {
            boolean matches =
                    pattern.endsWith("*")
                            ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                            : name.equals(pattern);
            if (matches) {
                return true;
            }
        }
        return false;
    }
}
