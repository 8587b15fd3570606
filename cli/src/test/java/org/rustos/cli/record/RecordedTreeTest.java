package org.rustos.cli.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.kernel.file.HostDisk;
import org.rustos.kernel.file.HostEntry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A tree that was recorded is told again as it was, and a damaged one is refused. */
class RecordedTreeTest {
    private static final int CASES = 1000;

    @TempDir Path folder;
    private Path root;
    private Path file;

    @BeforeEach
    void build() throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("sub"));
        Files.writeString(root.resolve("sub/a"), "0123456789".repeat(1000));
        Files.writeString(root.resolve("b"), "not read");
        Files.createSymbolicLink(root.resolve("link"), Path.of("sub/a"));
        file = folder.resolve("tree.bin");
    }

    /** Looks into all of it but the file b, and into one page twice. */
    private HostEntry record() throws IOException {
        try (RecordFile out = new RecordFile(file)) {
            HostEntry recorded = new TreeRecorder(out).root(HostDisk.root(root));
            walk(recorded);
            return recorded;
        }
    }

    private static byte[] walk(HostEntry recorded) throws IOException {
        byte[] page = new byte[4096];
        for (HostEntry entry : recorded.folder().entries()) {
            if (entry.folder() != null) {
                for (HostEntry inner : entry.folder().entries()) {
                    if (inner.content() != null) {
                        inner.content().read(4096, ByteBuffer.wrap(page));
                        inner.content().read(4096, ByteBuffer.wrap(page));
                    }
                }
            }
        }
        return page;
    }

    @Test
    void itIsToldAsItWasAndNoMore() throws IOException {
        HostEntry real = record();
        assertTrue(Files.size(file) < 6000, "each page once");
        byte[] before = walk(HostDisk.root(root));
        List<HostEntry> names = HostDisk.root(root).folder().entries();
        Files.writeString(root.resolve("sub/a"), "changed");
        Files.delete(root.resolve("b"));
        try (RecordedTree tree = new RecordedTree(file)) {
            assertEquals(real.facts(), tree.root().facts());
            List<HostEntry> entries = tree.root().folder().entries();
            for (int i = 0; i < names.size(); i++) {
                assertEquals(names.get(i).name(), entries.get(i).name());
                assertEquals(names.get(i).facts(), entries.get(i).facts());
                assertEquals(names.get(i).target(), entries.get(i).target());
            }
            assertArrayEquals(before, walk(tree.root()));
            HostEntry unread = entries.getFirst();
            assertEquals("b", unread.name());
            assertThrows(IOException.class, () -> unread.content().read(0, ByteBuffer.allocate(8)));
        }
    }

    @Test
    void aRefusalIsARefusalAgain() throws IOException {
        try (RecordFile out = new RecordFile(file)) {
            HostEntry recorded = new TreeRecorder(out).root(HostDisk.root(root));
            HostEntry b = recorded.folder().entries().getFirst();
            Files.delete(root.resolve("b"));
            assertThrows(IOException.class, () -> b.content().read(0, ByteBuffer.allocate(8)));
        }
        try (RecordedTree tree = new RecordedTree(file)) {
            HostEntry b = tree.root().folder().entries().getFirst();
            IOException why =
                    assertThrows(
                            IOException.class, () -> b.content().read(0, ByteBuffer.allocate(8)));
            assertTrue(why.getMessage().contains("b: cannot be read"), why.getMessage());
        }
    }

    /** Whatever is done to the file: one line, or a tree that refuses what it lacks. */
    @Test
    void aDamagedTreeIsReadOrRefused() throws IOException {
        record();
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bad[random.nextInt(random.nextBoolean() ? 200 : bad.length)] =
                        (byte) random.nextInt();
            }
            Files.write(file, Arrays.copyOf(bad, 1 + random.nextInt(bad.length)));
            try (RecordedTree tree = new RecordedTree(file)) {
                walk(tree.root());
            } catch (IOException e) {
                refused++;
            } catch (CommandFailure e) {
                assertEquals(ExitCode.BAD_INPUT, e.exitCode());
                refused++;
            }
        }
        assertTrue(refused > CASES / 2, "refused " + refused);
    }
}
