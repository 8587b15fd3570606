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
                    "eventfd_write_read_same_thread",
                    "poll_1fd_ready",
                    "epoll_wait_1fd_ready",
                    "epoll_wait_empty_timeout0",
                    "unix_dgram_send_recv_nofilter",
                    "udp_loopback_send_recv_nofilter",
                    "mmap_munmap_4k_untouched",
                    "mmap_munmap_1M_untouched",
                    "mmap_touch_munmap_4k",
                    "mprotect_pair_touched_4k_ro_rw",
                    "madvise_dontneed_refault_4k",
                    "minor_fault_anon_write_4k",
                    "minor_fault_anon_read_zeropage",
                    "cow_fault_4k_after_fork",
                    "signal_self_tgkill_handler_sigreturn",
                    "signal_self_siginfo",
                    "tgkill_ignored",
                    "fork_exit_wait",
                    "vfork_exit_wait",
                    "ipc_sched_yield_shm_process_samecore",
                    "ipc_sched_yield_shm_thread_samecore",
                    "indirect_chase_ws24K_N1000_none",
                    "indirect_chase_ws24K_N1000_getppid",
                    "indirect_chase_ws24K_N1000_pread4K",
                    "indirect_chase_ws24K_N10000_none",
                    "indirect_chase_ws24K_N10000_getppid",
                    "indirect_chase_ws24K_N10000_pread4K");

    private SiliconCalls() {}
}
