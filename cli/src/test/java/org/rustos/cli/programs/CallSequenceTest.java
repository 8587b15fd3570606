package org.rustos.cli.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

class CallSequenceTest {
    private static final Path FOLDER = Path.of("/dev/shm/x/native-3");

    private static CallSequence host(String... lines) {
        return CallSequence.ofHost(List.of(List.of(lines)), FOLDER);
    }

    @Test
    void addressesProcessesAndColumnsAreNoDifference() {
        CallSequence guest =
                CallSequence.ofGuest(
                        List.of(
                                "rustos: a notice",
                                "brk(NULL)      = 0x5ec000",
                                "getpid()       = 100",
                                "write(1, \"a = b  = \", 9) = 9"));
        CallSequence host =
                host(
                        "execve(\"/bin/x\", [\"x\"], 0x7ff /* 2 vars */) = 0",
                        "brk(NULL)   = 0x77e000",
                        "getpid() = 4711",
                        "--- SIGCHLD {si_signo=SIGCHLD} ---",
                        "write(1, \"a = b  = \", 9)    = 9",
                        "+++ exited with 0 +++");
        assertEquals("", guest.difference(host));
        assertEquals(3, guest.calls());
    }

    @Test
    void namesArgumentsResultsAndMissingCallsAre() {
        CallSequence guest = CallSequence.ofGuest(List.of("close(3) = 0", "sync() = 0"));
        for (List<String> other :
                List.of(
                        List.of("dup(3) = 0", "sync() = 0"),
                        List.of("close(4) = 0", "sync() = 0"),
                        List.of("close(3) = -1 EBADF (Bad file descriptor)", "sync() = 0"),
                        List.of("close(3) = 0"),
                        List.of("close(3) = 0", "sync() = 0", "sync() = 0"))) {
            String difference = guest.difference(host(other.toArray(String[]::new)));
            assertTrue(difference.startsWith("call "), difference);
        }
    }

    @Test
    void theGuestsRootIsTheHostsFolder() {
        CallSequence guest =
                CallSequence.ofGuest(List.of("openat(AT_FDCWD, \"/tmp/a\", O_RDONLY) = 3"));
        CallSequence host =
                host(
                        "newfstatat(AT_FDCWD, \"/dev\", {st_mode=S_IFDIR|0755, st_size=80}, 0) = 0",
                        "openat(AT_FDCWD, \"/dev/shm/x/native-3/tmp/a\", O_RDONLY) = 3");
        assertEquals("", guest.difference(host));
    }

    @Test
    void linesBelongToTheirProcess() {
        CallSequence guest =
                CallSequence.ofGuest(
                        List.of(
                                "vfork() = 102",
                                "[pid 102] close(1) = 0",
                                "[pid 100] close(2) = 0",
                                "[pid 102] close(3) = 0"));
        CallSequence host =
                CallSequence.ofHost(
                        List.of(
                                List.of("vfork() = 9", "close(2) = 0"),
                                List.of("close(1) = 0", "close(3) = 0")),
                        FOLDER);
        assertEquals("", guest.difference(host));
    }
}
