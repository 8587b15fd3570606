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

    ArrayMemory memory(byte[] bytes, int faultsAt) {
        return new ArrayMemory(memory, bytes, faultsAt);
    }

    ArrayMemory room(int size) {
        return memory(new byte[size], size);
    }

    ArrayMemory text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return memory(bytes, bytes.length);
    }

    String read(OpenFile file, int size, long offset) {
        ArrayMemory buffer = room(size);
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
