package org.rustos.kernel.file;

import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.op.Errno;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file whose text the kernel makes up when it is read from its start (below /proc). Its size is
 * told as 0, as there.
 */
public final class TextFile extends Inode {
    private final Kept.Source<String> text;
    private final Map<OpenFile, byte[]> read = new LinkedHashMap<>();

    /**
     * Creates a file.
     *
     * @param text asked at each reading from the start; one char a byte
     */
    public TextFile(Volume volume, int permissions, Kept.Source<String> text) {
        super(volume, permissions);
        this.text = text;
    }

    @Override
    public FileKind kind() {
        return FileKind.REGULAR;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public boolean seekable() {
        return true;
    }

    @Override
    protected void closed(OpenFile file, Payer payer) {
        read.remove(file);
        super.closed(file, payer);
    }

    @Override
    public Errno truncate(long size, Payer payer) {
        return Errno.OK; // As /proc: who opens with O_TRUNC means no harm.
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        byte[] bytes = read.get(file);
        if (bytes == null || offset == 0) {
            payer.charge("process.list");
            bytes = text.get().getBytes(StandardCharsets.ISO_8859_1);
            read.put(file, bytes);
        }
        if (offset >= bytes.length) {
            return 0;
        }
        int part = (int) Math.min(to.remaining(), bytes.length - offset);
        int moved = part == 0 ? 0 : to.put(bytes, (int) offset, part);
        return moved > 0 || part == 0 ? moved : Errno.EFAULT.negative();
    }

    /** Settings that programs write here (oom_score_adj) are accepted and change nothing. */
    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        return from.remaining();
    }
}
