package org.rustos.kernel.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.rustos.kernel.file.FileFixture.FREE;
import static org.rustos.kernel.file.FileFixture.ROOT;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.kernel.op.Errno;

import java.util.ArrayList;
import java.util.List;

class FileSystemTest {
    private static final int CREATE = OpenFlags.CREATE | OpenFlags.READ_WRITE;
    private static final Credentials USER = new Credentials(1000, 1000);

    private final FileFixture f = new FileFixture();
    private final FileSystem fs = StandardTree.empty(f.volume, 1);
    private final Directory root = fs.root();

    @AfterEach
    void close() {
        f.close();
    }

    private OpenFile create(String path) {
        Answer<OpenFile> opened = fs.open(root, path, CREATE, 0644, ROOT, FREE);
        assertEquals(Errno.OK, opened.error(), path);
        return opened.value();
    }

    private Errno open(String path, int flags) {
        return fs.open(root, path, flags, 0644, ROOT, FREE).error();
    }

    private Errno mkdir(String path) {
        return fs.makeDirectory(root, path, 0755, ROOT, FREE);
    }

    private Errno rename(String from, String to) {
        return fs.rename(root, from, root, to, 0, ROOT, FREE);
    }

    private Errno find(String path) {
        return fs.find(root, path, true, ROOT, FREE).error();
    }

    private Inode inode(String path) {
        return fs.find(root, path, false, ROOT, FREE).value();
    }

    @Test
    void opensByTheRules() {
        create("/a");
        assertEquals(Errno.OK, mkdir("/d"));
        assertEquals(Errno.EEXIST, open("/a", CREATE | OpenFlags.EXCLUSIVE));
        assertEquals(Errno.ENOENT, open("/missing", OpenFlags.READ_ONLY));
        assertEquals(Errno.ENOENT, open("", OpenFlags.READ_ONLY));
        assertEquals(Errno.ENOTDIR, open("/a/b", CREATE));
        assertEquals(Errno.ENOTDIR, open("/a/", OpenFlags.READ_ONLY));
        assertEquals(Errno.EISDIR, open("/new/", CREATE));
        assertEquals(Errno.EISDIR, open("/d", OpenFlags.WRITE_ONLY));
        assertEquals(Errno.OK, open("/d", OpenFlags.DIRECTORY));
        assertEquals(Errno.ENOTDIR, open("/a", OpenFlags.DIRECTORY));
        assertEquals(Errno.EISDIR, open("/d", CREATE));
        assertEquals(Errno.OK, open("//d/./../d//../a", OpenFlags.READ_ONLY));
        assertEquals(Errno.OK, open("/../../a", OpenFlags.READ_ONLY));
    }

    @Test
    void truncatesOnlyWhenWriting() {
        create("/a").write(f.text("abc"), 0, FREE);
        assertEquals(Errno.OK, open("/a", OpenFlags.TRUNCATE));
        assertEquals(3, inode("/a").size());
        assertEquals(Errno.OK, open("/a", OpenFlags.TRUNCATE | OpenFlags.WRITE_ONLY));
        assertEquals(0, inode("/a").size());
    }

    @Test
    void namesAndPathsHaveALongest() {
        create("/" + "n".repeat(255));
        assertEquals(Errno.ENAMETOOLONG, open("/" + "n".repeat(256), CREATE));
        assertEquals(Errno.ENAMETOOLONG, open("/./".repeat(1400), OpenFlags.READ_ONLY));
    }

    @Test
    void followsLinksAndStopsInCircles() {
        create("/a").write(f.text("abc"), 0, FREE);
        mkdir("/d");
        assertEquals(Errno.OK, fs.symlink("../a", root, "/d/up", ROOT, FREE));
        assertEquals(Errno.OK, fs.symlink("/d", root, "/e", ROOT, FREE));
        assertSame(inode("/a"), fs.find(root, "/e/up", true, ROOT, FREE).value());
        assertInstanceOf(Symlink.class, inode("/e/up"));
        assertEquals(Errno.ELOOP, open("/e/up", OpenFlags.NO_FOLLOW));
        fs.symlink("/y", root, "/x", ROOT, FREE);
        fs.symlink("/x", root, "/y", ROOT, FREE);
        assertEquals(Errno.ELOOP, find("/x"));
        assertEquals(Errno.ELOOP, find("/x/z"));
        String last = "/a";
        for (int i = 0; i < 41; i++) {
            fs.symlink(last, root, "/l" + i, ROOT, FREE);
            last = "/l" + i;
        }
        assertEquals(Errno.OK, find("/l39"));
        assertEquals(Errno.ELOOP, find("/l40"));
    }

    @Test
    void creatingThroughADanglingLinkMakesItsTarget() {
        fs.symlink("/target", root, "/l", ROOT, FREE);
        create("/l");
        assertInstanceOf(RegularFile.class, inode("/target"));
        assertEquals(Errno.EEXIST, open("/l", CREATE | OpenFlags.EXCLUSIVE));
    }

    @Test
    void unlinkedFilesLiveUntilTheyAreClosed() {
        OpenFile open = create("/a");
        open.write(f.text("still here"), 0, FREE);
        assertEquals(Errno.OK, fs.unlink(root, "/a", ROOT, FREE));
        assertEquals(Errno.ENOENT, find("/a"));
        assertEquals("still", f.read(open, 5, 0));
        int before = f.allocator.inUse();
        open.release(FREE);
        assertEquals(before - 1, f.allocator.inUse());
        assertEquals(Errno.EISDIR, fs.unlink(root, "/tmp", ROOT, FREE));
        assertEquals(Errno.ENOENT, fs.unlink(root, "/a", ROOT, FREE));
    }

    @Test
    void hardLinksShareTheInode() {
        create("/a");
        assertEquals(Errno.OK, fs.link(inode("/a"), root, "/b", ROOT, FREE));
        assertSame(inode("/a"), inode("/b"));
        assertEquals(2, inode("/a").links());
        assertEquals(Errno.EEXIST, fs.link(inode("/a"), root, "/b", ROOT, FREE));
        assertEquals(Errno.EPERM, fs.link(inode("/tmp"), root, "/t", ROOT, FREE));
        fs.unlink(root, "/a", ROOT, FREE);
        assertEquals(1, inode("/b").links());
    }

    @Test
    void directoriesGoOnlyWhenEmpty() {
        mkdir("/d");
        mkdir("/d/e");
        assertEquals(Errno.EEXIST, mkdir("/d"));
        assertEquals(Errno.EEXIST, mkdir("/"));
        assertEquals(Errno.ENOENT, mkdir("/no/d"));
        assertEquals(Errno.OK, mkdir("/slash/"));
        assertEquals(3, inode("/d").attributes().links());
        assertEquals(Errno.ENOTEMPTY, fs.removeDirectory(root, "/d", ROOT, FREE));
        assertEquals(Errno.EINVAL, fs.removeDirectory(root, "/d/.", ROOT, FREE));
        assertEquals(Errno.EBUSY, fs.removeDirectory(root, "/", ROOT, FREE));
        Directory gone = (Directory) inode("/d/e");
        assertEquals(Errno.OK, fs.removeDirectory(root, "/d/e", ROOT, FREE));
        assertEquals(Errno.OK, fs.removeDirectory(root, "/d", ROOT, FREE));
        assertEquals(Errno.ENOENT, fs.open(gone, "late", CREATE, 0644, ROOT, FREE).error());
        create("/f");
        assertEquals(Errno.ENOTDIR, fs.removeDirectory(root, "/f", ROOT, FREE));
    }

    @Test
    void renameReplacesByTheRules() {
        create("/a").write(f.text("A"), 0, FREE);
        create("/b");
        mkdir("/d");
        mkdir("/d/sub");
        mkdir("/empty");
        Inode a = inode("/a");
        assertEquals(Errno.OK, rename("/a", "/b"));
        assertSame(a, inode("/b"));
        assertEquals(Errno.ENOENT, find("/a"));
        assertEquals(Errno.EISDIR, rename("/b", "/d"));
        assertEquals(Errno.ENOTDIR, rename("/d", "/b"));
        assertEquals(Errno.ENOTEMPTY, rename("/empty", "/d"));
        assertEquals(Errno.EINVAL, rename("/d", "/d/sub/x"));
        assertEquals(Errno.EINVAL, rename("/d", "/d/x"));
        assertEquals(Errno.OK, rename("/d", "/empty"));
        assertEquals("/empty/sub", ((Directory) inode("/empty/sub")).path());
        assertEquals(Errno.OK, rename("/empty", "/tmp/moved"));
        assertEquals("/tmp/moved/sub", ((Directory) inode("/tmp/moved/sub")).path());
        assertEquals(Errno.ENOENT, rename("/none", "/x"));
        assertEquals(Errno.EBUSY, rename("/", "/x"));
        assertEquals(
                Errno.EEXIST,
                fs.rename(root, "/b", root, "/tmp", FileSystem.NO_REPLACE, ROOT, FREE));
        create("/c");
        Inode b = inode("/b");
        Inode c = inode("/c");
        assertEquals(Errno.OK, fs.rename(root, "/b", root, "/c", FileSystem.EXCHANGE, ROOT, FREE));
        assertSame(b, inode("/c"));
        assertSame(c, inode("/b"));
        assertNotSame(b, c);
    }

    @Test
    void permissionsBindOthersThanRoot() {
        create("/secret");
        fs.changeMode(inode("/secret"), 0600, ROOT, FREE);
        mkdir("/closed");
        create("/closed/in");
        fs.changeMode(inode("/closed"), 0700, ROOT, FREE);
        assertEquals(Errno.EACCES, fs.open(root, "/secret", 0, 0, USER, FREE).error());
        assertEquals(Errno.EACCES, fs.open(root, "/closed/in", 0, 0, USER, FREE).error());
        assertEquals(Errno.EACCES, fs.open(root, "/new", CREATE, 0644, USER, FREE).error());
        assertEquals(Errno.EPERM, fs.changeMode(inode("/secret"), 0777, USER, FREE));
        assertEquals(Errno.OK, fs.open(root, "/tmp/mine", CREATE, 0644, USER, FREE).error());
        assertEquals(1000, inode("/tmp/mine").owner());
        create("/tmp/roots");
        assertEquals(Errno.EPERM, fs.unlink(root, "/tmp/roots", USER, FREE));
    }

    @Test
    void streamsAreSortedAndSurviveRemoval() {
        mkdir("/d");
        for (String name : List.of("c", "a", "d", "b")) {
            create("/d/" + name);
        }
        OpenFile stream = fs.open(root, "/d", OpenFlags.DIRECTORY, 0, ROOT, FREE).value();
        List<String> seen = new ArrayList<>();
        long afterB = 0;
        for (Directory.Entry e = stream.nextEntry(); e != null; e = stream.nextEntry()) {
            seen.add(e.name());
            stream.advance(e);
            if (e.name().equals("b")) {
                afterB = stream.position();
                fs.unlink(root, "/d/a", ROOT, FREE);
                fs.unlink(root, "/d/c", ROOT, FREE);
            }
        }
        assertEquals(List.of(".", "..", "a", "b", "d"), seen);
        stream.position(afterB);
        assertEquals("d", stream.nextEntry().name());
        stream.position(0);
        assertEquals(".", stream.nextEntry().name());
    }

    @Test
    void devicesGiveWhatTheyAreNamedFor() {
        OpenFile zero = fs.open(root, "/dev/zero", 2, 0, ROOT, FREE).value();
        assertEquals("\0\0\0", f.read(zero, 3, -1));
        OpenFile none = fs.open(root, "/dev/null", 2, 0, ROOT, FREE).value();
        assertEquals("", f.read(none, 3, -1));
        assertEquals(4, none.write(f.text("gone"), -1, FREE));
        OpenFile full = fs.open(root, "/dev/full", 2, 0, ROOT, FREE).value();
        assertEquals(Errno.ENOSPC.negative(), full.write(f.text("x"), -1, FREE));
        OpenFile random = fs.open(root, "/dev/urandom", 0, 0, ROOT, FREE).value();
        try (FileFixture g = new FileFixture()) {
            FileSystem twin = StandardTree.empty(g.volume, 1);
            OpenFile same = twin.open(twin.root(), "/dev/urandom", 0, 0, ROOT, FREE).value();
            assertEquals(f.read(random, 600, -1), g.read(same, 600, -1));
        }
    }

    @Test
    void pipesKeepOrderAndTellTheirEnds() {
        Pipe pipe = new Pipe(f.volume, 0600);
        OpenFile out = new OpenFile(pipe, OpenFlags.READ_ONLY, "");
        OpenFile in = new OpenFile(pipe, OpenFlags.WRITE_ONLY, "");
        assertEquals("errno " + Errno.EAGAIN.number(), f.read(out, 4, -1));
        assertEquals(5, in.write(f.text("hello"), -1, FREE));
        assertEquals(Inode.READABLE, pipe.ready(out));
        assertEquals("hel", f.read(out, 3, -1));
        String large = "y".repeat(Pipe.CAPACITY);
        assertEquals(Pipe.CAPACITY - 2, in.write(f.text(large), -1, FREE));
        assertEquals(Errno.EAGAIN.negative(), in.write(f.text("z"), -1, FREE));
        assertEquals("loyy", f.read(out, 4, -1));
        in.release(FREE);
        assertEquals(Pipe.CAPACITY - 4, f.read(out, Pipe.CAPACITY, -1).length());
        assertEquals("", f.read(out, 4, -1));
        assertEquals(Inode.HUNG_UP, pipe.ready(out));
        OpenFile late = new OpenFile(pipe, OpenFlags.WRITE_ONLY, "");
        out.release(FREE);
        assertEquals(Errno.EPIPE.negative(), late.write(f.text("x"), -1, FREE));
    }
}
