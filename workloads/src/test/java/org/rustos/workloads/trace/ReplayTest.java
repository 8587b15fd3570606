package org.rustos.workloads.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.StringReader;
import java.util.SortedMap;

class ReplayTest {
    private static Replay replay(String... lines) throws IOException, TraceException {
        return Replay.of(new StringReader(String.join("\n", lines)));
    }

    private static String refused(String... lines) {
        String message = assertThrows(TraceException.class, () -> replay(lines)).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    @Test
    void theTreeHasWhatTheCallsFound() throws IOException, TraceException {
        Replay replay =
                replay(
                        "7 1795359132.1 openat(AT_FDCWD</srv>, \"a/b.txt\", O_RDONLY) ="
                                + " 3</srv/a/b.txt> <0.1>",
                        "7 1795359132.2 read(3</srv/a/b.txt>, \"x\\\"y)\"..., 4096) = 700"
                                + " <0.00001>",
                        "7 1795359132.3 read(3</srv/a/b.txt>, \"\", 4096) = 0 <0.00001>",
                        "7 1795359132.4 close(3</srv/a/b.txt>) = 0 <0.00001>",
                        "7 1795359132.5 access(\"/etc/none\", R_OK) = -1 ENOENT (No such file or"
                                + " directory)",
                        "7 1795359132.6 newfstatat(AT_FDCWD</srv>, \"a\", {st_mode=S_IFDIR|0755,"
                                + " ...}, 0) = 0");
        SortedMap<String, byte[]> files = replay.files(3);
        assertEquals(700, files.get("/trace/_/srv/a/b.txt").length);
        assertTrue(files.containsKey("/trace/_/srv/a/.folder"), files.keySet().toString());
        assertFalse(files.containsKey("/trace/_/etc/none"));
        assertEquals(6, replay.operations());
        assertEquals(0, replay.different());
        assertEquals("{}", replay.left().toString());
    }

    @Test
    void whatALogWritesIsItsOwnInEachPass() throws IOException, TraceException {
        Replay replay =
                replay(
                        "open(\"/t/new\", O_RDWR|O_CREAT|O_EXCL, 0644) = 5",
                        "write(5, \"abc\", 3) = 3",
                        "pwrite64(5, \"abc\"..., 100, 50) = 100",
                        "pread64(5, \"\"..., 4096, 0) = 150",
                        "open(\"/t/old\", O_WRONLY|O_APPEND) = 6",
                        "fstat(6, {st_mode=S_IFREG|0600, st_size=1000, ...}) = 0",
                        "write(6, \"abc\", 3) = 3",
                        "stat(\"/t/old\", {st_mode=S_IFREG|0600, st_size=1003, ...}) = 0");
        SortedMap<String, byte[]> files = replay.files(2);
        assertEquals(1000, files.get("/trace/0/t/old").length);
        assertEquals(1000, files.get("/trace/1/t/old").length);
        assertTrue(files.containsKey("/trace/1/t/.folder"));
        assertFalse(files.containsKey("/trace/1/t/new"));
        assertEquals(0, replay.different());
    }

    @Test
    void namesAreFollowedThroughRenamesAndRemovals() throws IOException, TraceException {
        Replay replay =
                replay(
                        "open(\"/d/a\", O_WRONLY|O_CREAT|O_EXCL, 0644) = 3",
                        "write(3, \"x\", 10) = 10",
                        "close(3) = 0",
                        "rename(\"/d\", \"/e\") = 0",
                        "open(\"/e/a\", O_RDONLY) = 3",
                        "read(3, \"x\", 64) = 10",
                        "unlink(\"/e/a\") = 0",
                        "access(\"/e/a\", F_OK) = -1 ENOENT (No such file or directory)",
                        "open(\"/e/a\", O_WRONLY|O_CREAT|O_EXCL, 0644) = 4");
        assertEquals(0, replay.different(), replay.summary());
        assertEquals("{rename=1, unlink=1}", replay.left().toString());
    }

    @Test
    void interruptedLinesArePutTogetherAndChildrenInherit() throws IOException, TraceException {
        Replay replay =
                replay(
                        "1 open(\"/f\", O_RDONLY) = 3",
                        "1 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD) = 2",
                        "2 read(3,  <unfinished ...>",
                        "1 close(3) = 0",
                        "2 <... read resumed>\"abc\", 10) = 3",
                        "2 close(3) = 0",
                        "--- SIGCHLD {si_signo=SIGCHLD} ---",
                        "2 +++ exited with 0 +++");
        assertEquals(3, replay.operations(), "open, read, the second close");
        assertEquals("{clone=1, close of a copy=1}", replay.left().toString());
    }

    @Test
    void whatCannotBeReplayedIsCountedAndNamed() throws IOException, TraceException {
        Replay replay =
                replay(
                        "getppid() = 1",
                        "socket(AF_INET, SOCK_STREAM, 0) = 3<socket:[99]>",
                        "write(3<socket:[99]>, \"hi\", 2) = 2",
                        "write(3<TCP:[1.2.3.4:5->6.7.8.9:10]>, \"hi\", 2) = 2",
                        "read(9, \"hi\", 2) = 2",
                        "mmap(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) ="
                                + " 0x7f38cf34000");
        assertEquals(
                "{mmap=1, read of an unknown descriptor=1, socket=1, write of a socket=2}",
                replay.left().toString());
        assertTrue(replay.summary().contains("write of a socket 2"), replay.summary());
    }

    @Test
    void aRemovalThatNobodyLoggedShowsAsAnotherFileNotAsAWrongResult()
            throws IOException, TraceException {
        Replay replay =
                replay(
                        "open(\"/f\", O_RDONLY) = 3",
                        "open(\"/f\", O_RDONLY) = -1 ENOENT (No such file or directory)",
                        "open(\"/f\", O_RDONLY) = 4");
        assertEquals(0, replay.different());
    }

    @Test
    void aTruncationThatIsNoOperationCountsAsADifference() throws IOException, TraceException {
        Replay replay =
                replay(
                        "open(\"/f\", O_RDWR|O_CREAT|O_TRUNC, 0644) = 3",
                        "write(3, \"x\", 100) = 100",
                        "ftruncate(3, 10) = 0",
                        "pread64(3, \"x\", 100, 0) = 10");
        assertEquals(1, replay.different());
        assertTrue(replay.summary().contains("line 4"), replay.summary());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "this is a letter",
                "close(3",
                "close(3) 0",
                "close(\"3) = 0",
                "read(3, \"\\",
                "close(3) = zero",
                "\u0000\u0001\u007fELF"
            })
    void aLineThatIsNoneOfStracesIsNamed(String line) {
        assertTrue(refused("getppid() = 1", line).startsWith("line 2: "));
    }

    @Test
    void anEmptyLogHasNothingToReplay() {
        assertTrue(refused("").contains("strace -f -y"), refused(""));
    }

    @Test
    void sizesThatNoMachineHasAreRefusedOrLeftOut() throws IOException, TraceException {
        assertTrue(
                refused(
                                "open(\"/f\", O_RDWR|O_CREAT, 0644) = 3",
                                "pwrite64(3, \"x\", 1, 999999999) = 1")
                        .startsWith("line 2: "));
        Replay replay =
                replay(
                        "open(\"/f\", O_RDWR) = 3",
                        "pwrite64(3, \"x\", 1, 999999999999999999) = 1",
                        "read(3, \"x\", 4096) = 99999999999",
                        "lseek(3, -5, SEEK_SET) = -1 EINVAL (Invalid argument)");
        assertEquals(1, replay.operations());
    }

    @Test
    void tooLongALineIsRefusedBeforeItIsHeld() {
        assertTrue(refused("a".repeat(2_000_000)).startsWith("line 1: "));
        assertTrue(refused("open(\"" + "a/".repeat(600_000)).startsWith("line 1: "));
    }
}
