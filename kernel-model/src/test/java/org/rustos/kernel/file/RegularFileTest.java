package org.rustos.kernel.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.rustos.kernel.file.FileFixture.FREE;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.kernel.op.Errno;

class RegularFileTest {
    private final FileFixture f = new FileFixture();
    private final RegularFile file = new RegularFile(f.volume, 0644);
    private final OpenFile open = new OpenFile(file, OpenFlags.READ_WRITE, "/f");

    @AfterEach
    void close() {
        f.close();
    }

    @Test
    void readsBackWhatWasWrittenAcrossPages() {
        String text = "abcdefgh".repeat(1500);
        assertEquals(text.length(), open.write(f.text(text), 100, FREE));
        assertEquals(text.length() + 100, file.size());
        assertEquals(text, f.read(open, 20000, 100));
        assertEquals("\0\0ab", f.read(open, 4, 98));
        assertEquals("", f.read(open, 4, 50000));
    }

    @Test
    void aHoleCostsNoFrameAndReadsAsZeroes() {
        open.write(f.text("end"), 100 * 4096, FREE);
        assertEquals(1, file.cachedPages());
        assertEquals("\0\0\0", f.read(open, 3, 5 * 4096));
        assertEquals(1, file.cachedPages());
    }

    @Test
    void positionMovesOnlyWithoutAnOffset() {
        open.write(f.text("hello world"), -1, FREE);
        assertEquals(11, open.position());
        open.position(6);
        assertEquals("wor", f.read(open, 3, -1));
        assertEquals("hel", f.read(open, 3, 0));
        assertEquals("ld", f.read(open, 10, -1));
    }

    @Test
    void appendingGoesToTheEndWhateverThePosition() {
        open.write(f.text("one"), 0, FREE);
        OpenFile log = new OpenFile(file, OpenFlags.WRITE_ONLY | OpenFlags.APPEND, "/f");
        log.write(f.text("two"), -1, FREE);
        assertEquals("onetwo", f.read(open, 10, 0));
        assertEquals(6, log.position());
    }

    @Test
    void truncationClearsTheTailOfTheLastPage() {
        open.write(f.text("x".repeat(5000)), 0, FREE);
        assertEquals(Errno.OK, file.truncate(10, FREE));
        assertEquals(1, file.cachedPages());
        assertEquals(Errno.OK, file.truncate(20, FREE));
        assertEquals("x".repeat(10) + "\0".repeat(10), f.read(open, 100, 0));
        assertEquals(Errno.EINVAL, file.truncate(-1, FREE));
        assertEquals(Errno.EFBIG, file.truncate(RegularFile.MAX_SIZE + 1, FREE));
    }

    @Test
    void aGrantedFrameOutlivesTruncationAndSeesWritesBeforeIt() {
        open.write(f.text("old"), 0, FREE);
        long frame = file.frame(0);
        assertEquals(2, f.frames.users(frame));
        open.write(f.text("new"), 0, FREE);
        assertEquals('n', f.memory.getByte(frame));
        file.truncate(0, FREE);
        assertEquals(1, f.frames.users(frame));
        assertNotEquals(frame, f.frames.allocate());
        f.frames.release(frame);
        assertEquals(0, f.frames.users(frame));
    }

    @Test
    void noFrameBehindTheEnd() {
        open.write(f.text("x"), 0, FREE);
        assertEquals(-1, file.frame(1));
        assertEquals(-1, file.frame(-1));
    }

    @Test
    void aFullMachineIsNoSpaceAfterWhatWentIn() {
        // Half of RAM, as tmpfs.
        long room = f.allocator.total() / 2;
        byte[] large = new byte[(int) (room + 4) * 4096];
        assertEquals(room * 4096, open.write(f.memory(large, large.length), 0, FREE));
        assertEquals(Errno.ENOSPC.negative(), open.write(f.text("more"), (room + 9) * 4096, FREE));
        file.truncate(0, FREE);
        assertEquals(4, open.write(f.text("more"), 0, FREE));
    }

    @Test
    void memoryThatEndsEarlyCountsWhatWasMoved() {
        byte[] source = new byte[100];
        assertEquals(60, open.write(f.memory(source, 60), 0, FREE));
        assertEquals(Errno.EFAULT.negative(), open.write(f.memory(source, 0), 0, FREE));
        assertEquals(Errno.EFAULT.negative(), open.read(f.memory(source, 0), 0, FREE));
    }

    @Test
    void hugeOffsetsAreRefused() {
        assertEquals(Errno.EFBIG.negative(), open.write(f.text("x"), RegularFile.MAX_SIZE, FREE));
    }

    @Test
    void framesGoBackWithTheLastUse() {
        int before = f.allocator.inUse();
        open.write(f.text("x".repeat(10000)), 0, FREE);
        open.release(FREE);
        assertEquals(before, f.allocator.inUse());
    }
}
