package org.rustos.channels.ebpf;

import org.rustos.kernel.file.Payer;
import org.rustos.kernel.op.Caller;

/**
 * Pays for a block that a program asks for below the file system, as XRP does below the block layer
 * and XDP below the network stack: the page is found and held, the read path above it is not run.
 */
record Below(Caller caller) implements Payer {
    @Override
    public void charge(String path) {
        caller.charge(path.startsWith("pagecache.") ? "ebpf.block" : path);
    }

    @Override
    public void touch(long line) {
        caller.touch(line);
    }

    @Override
    public void dirty(long line) {
        caller.dirty(line);
    }

    @Override
    public long nowMc() {
        return caller.nowMc();
    }
}
