package org.rustos.core.snapshot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bytes of a snapshot: graph, large arrays, pages, each with its length. */
final class SnapshotBody {
    private static final int NO_PAGE = 0;
    private static final int ZEROS = 1;
    private static final int PAGE = 2;

    /** What a damaged length must not make us reserve. */
    private static final int MOST_PAGES = 1 << 22;

    private static final int STEP = 1 << 20;

    private SnapshotBody() {}

    static void write(Snapshot snapshot, DataOutputStream out) throws IOException {
        out.writeLong(snapshot.landmarks);
        out.writeInt(snapshot.graph.length);
        out.write(snapshot.graph);
        out.writeInt(snapshot.large.size());
        for (Object array : snapshot.large) {
            GraphBytes packed = new GraphBytes();
            Numbers.write(array, packed);
            byte[] bytes = packed.written();
            out.writeByte(Numbers.TYPES.indexOf(array.getClass().getComponentType()));
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        byte[][] pages = snapshot.memory.pages();
        out.writeInt(pages.length);
        for (byte[] page : pages) {
            int kind = page == null ? NO_PAGE : MemoryImage.zeros(page) ? ZEROS : PAGE;
            out.writeByte(kind);
            if (kind == PAGE) {
                out.write(page);
            }
        }
    }

    static Snapshot read(DataInputStream in) throws IOException, SnapshotException {
        long landmarks = in.readLong();
        byte[] graph = bytes(in);
        int arrays = count(in.readInt(), MOST_PAGES);
        List<Object> large = new ArrayList<>();
        for (int i = 0; i < arrays; i++) {
            int type = count(in.readByte(), Numbers.TYPES.size() - 1);
            GraphBytes packed = new GraphBytes(bytes(in));
            large.add(Numbers.read(Numbers.TYPES.get(type), null, packed));
        }
        byte[][] pages = new byte[count(in.readInt(), MOST_PAGES)][];
        for (int f = 0; f < pages.length; f++) {
            pages[f] =
                    switch (in.readByte()) {
                        case NO_PAGE -> null;
                        case ZEROS -> MemoryImage.zeros();
                        case PAGE -> page(in);
                        default -> throw new SnapshotException("a page in it is of no known kind");
                    };
        }
        return new Snapshot(landmarks, graph, large, new MemoryImage(pages));
    }

    private static byte[] page(DataInputStream in) throws IOException {
        byte[] page = new byte[MemoryImage.zeros().length];
        in.readFully(page);
        return page;
    }

    private static int count(int value, int most) throws SnapshotException {
        if (value < 0 || value > most) {
            throw new SnapshotException("a count in it is out of range");
        }
        return value;
    }

    /** Reserves only what is really there. */
    private static byte[] bytes(DataInputStream in) throws IOException, SnapshotException {
        int length = count(in.readInt(), Integer.MAX_VALUE - STEP);
        byte[] bytes = new byte[Math.min(length, STEP)];
        int at = 0;
        while (at < length) {
            if (at == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * at));
            }
            in.readFully(bytes, at, bytes.length - at);
            at = bytes.length;
        }
        return bytes;
    }
}
