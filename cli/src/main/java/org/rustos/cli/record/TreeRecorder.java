package org.rustos.cli.record;

import org.rustos.kernel.file.HostContent;
import org.rustos.kernel.file.HostEntry;
import org.rustos.kernel.file.HostFacts;
import org.rustos.kernel.file.HostFolder;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Stands in front of an imported tree and writes what the guest was told of it: the directories
 * that it looked into and the pages that it read. See {@link RecordedTree} for the other side.
 *
 * <p>Folders and files are numbered in the order in which they are told. A page that is read again
 * is written once: the host's files cannot have changed, or the read would have failed.
 */
final class TreeRecorder {
    /** First byte of a record. */
    static final int LISTING = 'L';

    static final int PAGE = 'P';
    static final int REFUSED = 'R';

    /** Second byte of a refusal. */
    static final int DENIED = 'D';

    static final int BROKEN = 'B';

    /** Where in a folder a refusal has its place. */
    static final long NO_OFFSET = -1;

    private final RecordFile file;
    private long next;

    TreeRecorder(RecordFile file) {
        this.file = file;
    }

    /** The same tree, recorded. */
    HostEntry root(HostEntry real) {
        file.write(out -> facts(out, real.facts()));
        return entry(real);
    }

    private HostEntry entry(HostEntry real) {
        long number = next++;
        if (real.folder() != null) {
            return HostEntry.folder(real.name(), real.facts(), new Folder(number, real.folder()));
        }
        return real.content() == null
                ? real
                : HostEntry.file(real.name(), real.facts(), new Content(number, real.content()));
    }

    private static void facts(DataOutputStream out, HostFacts facts) throws IOException {
        Varint.write(out, facts.mode());
        Varint.write(out, facts.user());
        Varint.write(out, facts.group());
        Varint.write(out, facts.number());
        Varint.write(out, facts.size());
        out.writeLong(facts.modifiedNs());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Varint.write(out, bytes.length);
        out.write(bytes);
    }

    private void refused(long number, long offset, IOException why) {
        boolean denied = why instanceof AccessDeniedException;
        file.write(
                out -> {
                    out.writeByte(REFUSED);
                    Varint.write(out, number);
                    Varint.write(out, offset);
                    out.writeByte(denied ? DENIED : BROKEN);
                    byte[] line = why.getMessage().getBytes(StandardCharsets.UTF_8);
                    Varint.write(out, line.length);
                    out.write(line);
                });
    }

    private final class Folder implements HostFolder {
        private final long number;
        private final HostFolder real;

        Folder(long number, HostFolder real) {
            this.number = number;
            this.real = real;
        }

        @Override
        public List<HostEntry> entries() throws IOException {
            List<HostEntry> found;
            try {
                found = real.entries();
            } catch (IOException e) {
                refused(number, NO_OFFSET, e);
                throw e;
            }
            file.write(
                    out -> {
                        out.writeByte(LISTING);
                        Varint.write(out, number);
                        Varint.write(out, found.size());
                        for (HostEntry entry : found) {
                            text(out, entry.name());
                            facts(out, entry.facts());
                            text(out, entry.target() == null ? "" : entry.target());
                        }
                    });
            List<HostEntry> recorded = new ArrayList<>();
            found.forEach(entry -> recorded.add(entry(entry)));
            return recorded;
        }
    }

    private final class Content implements HostContent {
        private final long number;
        private final HostContent real;
        private final Set<Long> written = new HashSet<>();

        Content(long number, HostContent real) {
            this.number = number;
            this.real = real;
        }

        @Override
        public void read(long offset, ByteBuffer into) throws IOException {
            int start = into.position();
            try {
                real.read(offset, into);
            } catch (IOException e) {
                refused(number, offset, e);
                throw e;
            }
            if (written.add(offset)) {
                byte[] bytes = new byte[into.position() - start];
                into.get(start, bytes);
                file.write(
                        out -> {
                            out.writeByte(PAGE);
                            Varint.write(out, number);
                            Varint.write(out, offset);
                            Varint.write(out, bytes.length);
                            out.write(bytes);
                        });
            }
        }
    }
}
