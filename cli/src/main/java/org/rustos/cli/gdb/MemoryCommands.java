package org.rustos.cli.gdb;

import org.rustos.channels.debug.DebuggedRun;
import org.rustos.kernel.process.UserThread;

import java.nio.charset.StandardCharsets;

/** {@code m}, {@code M} and {@code X}: memory of the selected thread's process. */
final class MemoryCommands {
    private static final int MOST = PacketCodec.LONGEST / 2 - 8;

    private final DebuggedRun run;

    MemoryCommands(DebuggedRun run) {
        this.run = run;
    }

    Answer read(PacketText text, UserThread thread) {
        long address = text.number();
        text.need(",");
        int length = (int) Math.min(text.number() & Long.MAX_VALUE, MOST);
        if (thread == null) {
            return Answer.NO_THREAD;
        }
        byte[] bytes = run.memory().read(thread.process(), address, length);
        return bytes.length == 0 && length > 0
                ? Answer.NO_MEMORY
                : Answer.of(PacketText.hex(bytes));
    }

    Answer write(char kind, PacketText text, UserThread thread) {
        long address = text.number();
        text.need(",");
        int length = text.number(0, PacketCodec.LONGEST);
        text.need(":");
        byte[] bytes =
                kind == 'M' ? text.bytes() : text.rest().getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length != length) {
            throw new MalformedPacketException();
        }
        if (thread == null) {
            return Answer.NO_THREAD;
        }
        if (length == 0) {
            return Answer.OK; // gdb asks whether X is known; nothing was changed
        }
        return run.write(thread.process(), address, bytes) ? Answer.OK : Answer.NO_MEMORY;
    }
}
