package org.rustos.cli.gdb;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Lets gdb read the program of the run as a file of the target, so that it has symbols without
 * being told where they are. It is the only file there, and it can only be read.
 */
final class ProgramFile {
    private static final int DESCRIPTOR = 5;
    private static final int MOST = PacketCodec.LONGEST / 2;
    private static final int STAT_BYTES = 64;
    private static final int STAT_MODE_AT = 8;
    private static final int STAT_SIZE_AT = 28;
    private static final int READABLE_FILE = 0100444;
    private static final String NO_SUCH_FILE = "F-1,2";
    private static final String NOT_OPEN = "F-1,9";

    private final String path;
    private final byte[] content;

    /**
     * The file of a run.
     *
     * @param name of the program, put below a folder that no guest has
     */
    ProgramFile(String name, byte[] content) {
        this.path = "/rustos/" + name;
        this.content = content;
    }

    String path() {
        return path;
    }

    /** Answers a {@code vFile} packet. */
    Answer handle(PacketText text) {
        String operation = text.until(":");
        text.need(":");
        return switch (operation) {
            case "setfs" -> Answer.of("F0");
            case "open" -> open(text);
            case "close" -> Answer.of(text.number() == DESCRIPTOR ? "F0" : NOT_OPEN);
            case "pread" -> read(text);
            case "fstat" -> stat(text);
            case "readlink" -> Answer.of(NO_SUCH_FILE);
            default -> Answer.UNKNOWN;
        };
    }

    private Answer open(PacketText text) {
        String wanted = new PacketText(text.until(",")).text();
        return Answer.of(wanted.equals(path) ? "F" + DESCRIPTOR : NO_SUCH_FILE);
    }

    private Answer read(PacketText text) {
        if (text.number() != DESCRIPTOR) {
            return Answer.of(NOT_OPEN);
        }
        text.need(",");
        int count = (int) Math.min(text.number() & Long.MAX_VALUE, MOST);
        text.need(",");
        int from = (int) Math.min(text.number() & Long.MAX_VALUE, content.length);
        byte[] part = Arrays.copyOfRange(content, from, Math.min(from + count, content.length));
        return data(part);
    }

    private Answer stat(PacketText text) {
        if (text.number() != DESCRIPTOR) {
            return Answer.of(NOT_OPEN);
        }
        // struct stat of the protocol: big endian.
        ByteBuffer stat = ByteBuffer.allocate(STAT_BYTES);
        stat.putInt(STAT_MODE_AT, READABLE_FILE).putLong(STAT_SIZE_AT, content.length);
        return data(stat.array());
    }

    private static Answer data(byte[] bytes) {
        return Answer.of(
                "F%x;".formatted(bytes.length)
                        + new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}
