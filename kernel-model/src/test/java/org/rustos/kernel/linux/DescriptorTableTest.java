package org.rustos.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.KernelHeap;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.file.Payer;
import org.rustos.kernel.file.Pipe;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.memory.Frames;
import org.rustos.kernel.op.Errno;

class DescriptorTableTest {
    private static final Payer FREE = Payer.NOBODY;

    private final PhysicalMemory memory = new PhysicalMemory(1 << 20);
    private final Volume volume =
            new Volume(
                    memory,
                    new Frames(new FrameAllocator(memory)),
                    new KernelHeap(),
                    mc -> mc,
                    problem -> {});
    private final Pipe pipe = new Pipe(volume, 0600);
    private final DescriptorTable table = new DescriptorTable(5, 0);

    @AfterEach
    void close() {
        memory.close();
    }

    private OpenFile reader() {
        return new OpenFile(pipe, OpenFlags.READ_ONLY, "");
    }

    private OpenFile writer() {
        return new OpenFile(pipe, OpenFlags.WRITE_ONLY, "");
    }

    @Test
    void theLowestFreeNumberIsTakenUntilTheTableIsFull() {
        for (int i = 0; i < 5; i++) {
            assertEquals(i, table.add(reader(), 0, false));
        }
        assertEquals(Errno.EMFILE.negative(), table.add(reader(), 0, false));
        assertTrue(table.close(2, FREE));
        assertFalse(table.close(2, FREE));
        assertEquals(2, table.add(reader(), 0, false));
        assertEquals(Errno.EMFILE.negative(), table.add(reader(), 3, false));
    }

    @Test
    void theLastNameClosesTheFile() {
        OpenFile in = writer();
        OpenFile out = reader();
        table.add(in, 0, false);
        in.retain();
        table.add(in, 0, false);
        table.close(0, FREE);
        assertEquals(0, pipe.ready(out) & Pipe.HUNG_UP);
        table.close(1, FREE);
        assertEquals(Pipe.HUNG_UP, pipe.ready(out));
    }

    @Test
    void execClosesWhatIsMarked() {
        OpenFile kept = reader();
        table.add(kept, 0, false);
        table.add(reader(), 0, true);
        table.exec(FREE);
        assertSame(kept, table.peek(0));
        assertNull(table.peek(1));
        assertEquals(1, table.end());
    }

    @Test
    void aCopyHasItsOwnNamesOfTheSameFiles() {
        OpenFile in = writer();
        OpenFile out = reader();
        table.add(in, 3, true);
        DescriptorTable copy = table.copy(0);
        table.close(3, FREE);
        assertSame(in, copy.peek(3));
        assertTrue(copy.closesOnExec(3));
        assertEquals(0, pipe.ready(out) & Pipe.HUNG_UP);
        copy.closeAll(FREE);
        assertEquals(Pipe.HUNG_UP, pipe.ready(out));
    }

    @Test
    void replacingClosesWhatWasNamed() {
        OpenFile in = writer();
        OpenFile out = reader();
        table.add(in, 0, false);
        table.replace(0, reader(), false, FREE);
        assertEquals(Pipe.HUNG_UP, pipe.ready(out));
    }
}
