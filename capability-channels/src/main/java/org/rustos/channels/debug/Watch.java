package org.rustos.channels.debug;

import org.rustos.kernel.process.Process;

import java.util.Arrays;

/** Bytes of a process, or of its capability slots, whose changes hold a run. */
final class Watch {
    private final int process;
    private final long address;
    private final int length;
    private byte[] last;

    Watch(int process, long address, int length) {
        this.process = process;
        this.address = address;
        this.length = length;
    }

    long address() {
        return address;
    }

    boolean is(int ofProcess, long at, int bytes) {
        return process == ofProcess && address == at && length == bytes;
    }

    /** Takes what is there now as known. */
    void look(TargetMemory memory) {
        last = now(memory);
    }

    /** Whether the bytes changed since the last look. */
    boolean changed(TargetMemory memory) {
        byte[] now = now(memory);
        boolean changed = last != null && now != null && !Arrays.equals(last, now);
        last = now == null ? last : now;
        return changed;
    }

    private byte[] now(TargetMemory memory) {
        Process owner = memory.process(process);
        byte[] found = owner == null ? new byte[0] : memory.read(owner, address, length);
        return found.length == length ? found : null;
    }
}
