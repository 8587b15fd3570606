package org.rustos.kernel.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rustos.kernel.file.FileFixture.FREE;
import static org.rustos.kernel.file.FileFixture.ROOT;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.kernel.op.Errno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class HostTreeTest {
    @TempDir Path directory;

    private final FileFixture f = new FileFixture();
    private FileSystem fs;

    @BeforeEach
    void build() throws IOException {
        Path shared = Files.createDirectory(directory.resolve("root"));
        Files.writeString(directory.resolve("secret"), "outside");
        Files.writeString(shared.resolve("small"), "hello");
        Files.writeString(shared.resolve("large"), "0123456789".repeat(1000));
        Files.createDirectory(shared.resolve("sub"));
        Files.writeString(shared.resolve("sub/x"), "deep");
        Files.createSymbolicLink(shared.resolve("escape"), directory.resolve("secret"));
        Files.createSymbolicLink(shared.resolve("up"), Path.of("../secret"));
        Files.createSymbolicLink(shared.resolve("inside"), Path.of("/sub/x"));
        fs = StandardTree.over(f.volume, HostTree.open(f.volume, shared), 1);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private Answer<OpenFile> open(String path, int flags) {
        return fs.open(fs.root(), path, flags, 0644, ROOT, FREE);
    }

    @Test
    void readsHostFilesLazily() {
        OpenFile large = open("/large", 0).value();
        assertEquals(10000, large.inode().size());
        assertEquals("456", f.read(large, 3, 9004));
        assertEquals(1, ((RegularFile) large.inode()).cachedPages());
        assertEquals("deep", f.read(open("/sub/x", 0).value(), 9, 0));
        assertEquals("deep", f.read(open("/inside", 0).value(), 9, 0));
    }

    @Test
    void nothingOutsideIsReached() {
        assertEquals(Errno.ENOENT, open("/escape", 0).error());
        assertEquals(Errno.ENOENT, open("/up", 0).error());
        assertEquals(Errno.ENOENT, open("/../secret", 0).error());
        assertEquals(Errno.ENOENT, open("/sub/../../secret", 0).error());
    }

    @Test
    void aDirectoryThatBecomesALinkIsNotFollowed() throws IOException {
        Path sub = directory.resolve("root/sub");
        Files.delete(sub.resolve("x"));
        Files.delete(sub);
        Files.createSymbolicLink(sub, directory);
        assertEquals(Errno.EIO, open("/sub/secret", 0).error());
        assertTrue(f.problems.getFirst().contains("became a link"));
    }

    @Test
    void writesStayInTheGuest() throws IOException {
        OpenFile small = open("/small", OpenFlags.READ_WRITE).value();
        small.write(f.text("J"), 0, FREE);
        assertEquals("Jello", f.read(small, 9, 0));
        assertEquals(Errno.OK, fs.unlink(fs.root(), "/sub/x", ROOT, FREE));
        assertEquals(Errno.OK, fs.rename(fs.root(), "/large", fs.root(), "/l", 0, ROOT, FREE));
        open("/new", OpenFlags.CREATE | OpenFlags.WRITE_ONLY).value().write(f.text("n"), 0, FREE);
        assertEquals("hello", Files.readString(directory.resolve("root/small")));
        assertTrue(Files.exists(directory.resolve("root/sub/x")));
        assertTrue(Files.exists(directory.resolve("root/large")));
        assertEquals(false, Files.exists(directory.resolve("root/new")));
    }

    @Test
    void truncatedAndExtendedHostFilesReadAsZeroes() {
        OpenFile large = open("/large", OpenFlags.READ_WRITE).value();
        large.inode().truncate(5, FREE);
        large.inode().truncate(8000, FREE);
        assertEquals("01234\0\0", f.read(large, 7, 0));
        assertEquals("\0\0", f.read(large, 2, 5000));
    }

    @Test
    void aFileThatChangesWhileReadIsAnErrorThatNamesIt() throws IOException {
        OpenFile large = open("/large", 0).value();
        assertEquals("0", f.read(large, 1, 0));
        Files.writeString(directory.resolve("root/large"), "other");
        assertEquals("errno 5", f.read(large, 1, 5000));
        assertTrue(f.problems.getFirst().contains("large: changed"), f.problems.toString());
        assertEquals("0", f.read(large, 1, 0));
    }

    @Test
    void aFileLargerThanRamIsReadByLettingOldPagesGo() throws IOException {
        Path huge = directory.resolve("root/huge");
        Files.writeString(huge, "0123456789abcdef".repeat(3 << 16));
        FileSystem again =
                StandardTree.over(f.volume, HostTree.open(f.volume, directory.resolve("root")), 1);
        OpenFile file = again.open(again.root(), "/huge", 0, 0, ROOT, FREE).value();
        RegularFile inode = (RegularFile) file.inode();
        long granted = inode.frame(0);
        for (int pass = 0; pass < 2; pass++) {
            for (long at = 0; at < inode.size(); at += 65536) {
                assertEquals("0123456789abcdef", f.read(file, 16, at));
            }
        }
        for (long at = 0; at < inode.size(); at += 4096) {
            f.read(file, 1, at);
        }
        assertTrue(inode.cachedPages() <= f.allocator.total() / 2 + 1);
        assertEquals('0', f.memory.getByte(granted));
        assertEquals(2, f.frames.users(granted));
    }

    @Test
    void aMissingRootIsRefused() {
        assertThrows(IOException.class, () -> HostTree.open(f.volume, directory.resolve("none")));
        assertThrows(IOException.class, () -> HostTree.open(f.volume, directory.resolve("secret")));
    }
}
