package org.rustos.workloads.program;

import java.util.List;

/**
 * The rows about the kernel: a program of its own, because they judge the kernel paths and not the
 * core.
 */
final class SiliconCalls {
    static final String PROGRAM = "silicon-calls";

    static final List<String> ROWS =
            List.of(
                    "syscall_enosys_9999",
                    "null_syscall_getppid",
                    "syscall_getpid",
                    "syscall_gettid",
                    "syscall_time",
                    "syscall_clock_gettime",
                    "sched_yield",
                    "rt_sigprocmask",
                    "lseek_tmpfs",
                    "fstat_tmpfs",
                    "stat_tmpfs",
                    "read_devzero_1",
                    "read_devzero_64",
                    "read_devzero_4096",
                    "read_devnull_1",
                    "write_devnull_1",
                    "write_devnull_64",
                    "write_devnull_4096",
                    "pread_tmpfs_1",
                    "pread_tmpfs_64",
                    "pread_tmpfs_4096",
                    "pwrite_tmpfs_1",
                    "pwrite_tmpfs_64",
                    "pwrite_tmpfs_4096",
                    "dup_close",
                    "open_close_tmpfs",
                    "pipe_write_read_same_thread_1",
                    "pipe_write_read_same_thread_64",
                    "pipe_write_read_same_thread_4096",
                    "futex_wait_eagain_private",
                    "futex_wake_no_waiter_private",
                    "futex_wake_no_waiter_shared",
                    "mmap_munmap_4k_untouched");

    private SiliconCalls() {}
}
