package org.rustos.kernel.file;

import org.rustos.core.memory.FrameAllocator;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.KernelHeap;
import org.rustos.kernel.memory.Frames;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A small machine without a CPU: RAM, frames, a volume, and buffers that stand for user memory. */
final class FileFixture implements AutoCloseable {
    static final Credentials ROOT = Credentials.ROOT;
    static final Payer FREE = Payer.NOBODY;

    final PhysicalMemory memory = new PhysicalMemory(2 << 20);
    final Frames frames;
    final FrameAllocator allocator;
    final List<String> problems = new ArrayList<>();
    final Volume volume;

    FileFixture() {
        allocator = new FrameAllocator(memory);
        frames = new Frames(allocator);
        volume = new Volume(memory, frames, new KernelHeap(), mc -> mc / 3000, problems::add);
    }

    /** User memory of a fixed size. */
    final class Buffer implements UserBuffer {
        final byte[] bytes;
        private final int faultsAt;
        private int at;

        Buffer(byte[] bytes, int faultsAt) {
            this.bytes = bytes;
            this.faultsAt = faultsAt;
        }

        @Override
        public long remaining() {
            return bytes.length - at;
        }

        private int part(int length) {
            return Math.max(0, Math.min(length, faultsAt - at));
        }

        @Override
        public int put(long pa, int length) {
            int part = part(length);
            if (pa >= 0) {
                memory.read(pa, bytes, at, part);
            }
            at += part;
            return part;
        }

        @Override
        public int put(byte[] from, int offset, int length) {
            int part = part(length);
            System.arraycopy(from, offset, bytes, at, part);
            at += part;
            return part;
        }

        @Override
        public int get(long pa, int length) {
            int part = part(length);
            memory.write(pa, bytes, at, part);
            at += part;
            return part;
        }

        @Override
        public int get(byte[] into, int offset, int length) {
            int part = part(length);
            System.arraycopy(bytes, at, into, offset, part);
            at += part;
            return part;
        }
    }

    Buffer room(int size) {
        return new Buffer(new byte[size], size);
    }

    Buffer text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new Buffer(bytes, bytes.length);
    }

    String read(OpenFile file, int size, long offset) {
        Buffer buffer = room(size);
        long count = file.read(buffer, offset, FREE);
        return count < 0
                ? "errno " + -count
                : new String(buffer.bytes, 0, (int) count, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        memory.close();
    }
}
