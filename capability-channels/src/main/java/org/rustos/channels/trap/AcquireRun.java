package org.rustos.channels.trap;

import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.channels.abi.GuestAbi;
import org.rustos.channels.queue.SharedQueue;
import org.rustos.core.hart.Access;
import org.rustos.core.machine.Work;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.memory.UserMemory;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.PhasedOp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * ACQUIRE_INITIAL_CAPABILITIES: reads the spec once, checks all of it, then grants. Without a spec
 * it is the empty operation of tier 3.
 */
final class AcquireRun extends PhasedOp {
    private static final int ALL_WANTS =
            BootstrapLayout.WANT_CHANNEL
                    | BootstrapLayout.WANT_POLL
                    | BootstrapLayout.WANT_DIRECT
                    | BootstrapLayout.WANT_MESSAGE;

    private final RustosProcess process;
    private final long specAddress;
    private final byte[] blockBytes = new byte[BootstrapLayout.BLOCK_SIZE];
    private final ByteBuffer block = ByteBuffer.wrap(blockBytes).order(ByteOrder.LITTLE_ENDIAN);
    private ByteBuffer spec;
    private int wants;

    AcquireRun(RustosProcess process, long specAddress) {
        this.process = process;
        this.specAddress = specAddress;
    }

    private UserMemory memory() {
        return process.kernel().userMemory();
    }

    @Override
    protected Errno fetch(Caller caller) {
        if (specAddress == 0) {
            return Errno.OK;
        }
        byte[] bytes = new byte[BootstrapLayout.SPEC_SIZE];
        spec = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return memory().read(caller, specAddress, bytes, 0, bytes.length);
    }

    @Override
    protected Errno check(Caller caller) {
        if (spec == null) {
            return Errno.OK;
        }
        caller.charge("emergency.acquire");
        int asked = spec.getInt(BootstrapLayout.SPEC_FLAGS);
        boolean channel = (asked & BootstrapLayout.WANT_CHANNEL) != 0;
        boolean sound =
                spec.getInt(BootstrapLayout.SPEC_VERSION) == GuestAbi.VERSION
                        && (asked & ~ALL_WANTS) == 0
                        && (channel || (asked & BootstrapLayout.WANT_POLL) == 0)
                        && (!channel || SharedQueue.validSize(entries()))
                        && spec.getLong(BootstrapLayout.SPEC_BLOCK_SIZE)
                                >= BootstrapLayout.BLOCK_SIZE;
        if (!sound) {
            return Errno.EINVAL;
        }
        if (process.acquired() && asked != 0) {
            return Errno.EBUSY;
        }
        int offered = 0;
        for (TrapHandler handler : process.handlers()) {
            offered |= handler.offers();
        }
        wants = asked & offered;
        return writable(caller);
    }

    private long entries() {
        return Integer.toUnsignedLong(spec.getInt(BootstrapLayout.SPEC_CHANNEL_ENTRIES));
    }

    private long blockAddress() {
        return spec.getLong(BootstrapLayout.SPEC_BLOCK);
    }

    /** The block must have a place before anything is granted. */
    private Errno writable(Caller caller) {
        long first = memory().translate(caller, blockAddress(), Access.WRITE);
        long last =
                memory().translate(
                                caller,
                                blockAddress() + BootstrapLayout.BLOCK_SIZE - 1,
                                Access.WRITE);
        return first < 0 || last < 0 ? Errno.EFAULT : Errno.OK;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        long parent = process.process().parentId();
        if (spec == null) {
            caller.charge("process.id");
            caller.touch(process.process().objectLine());
            finish(OpResult.of(parent));
            return Work.Progress.DONE;
        }
        if (!process.acquired()) {
            caller.charge("emergency.grant");
            grantFirst(caller);
            process.acquire();
        }
        Bootstrap bootstrap =
                new Bootstrap(
                        caller,
                        process,
                        wants,
                        (int) entries(),
                        Integer.toUnsignedLong(spec.getInt(BootstrapLayout.SPEC_IDLE_MICROS)),
                        block);
        for (TrapHandler handler : process.handlers()) {
            if ((handler.offers() & wants) != 0) {
                Errno error = handler.provide(bootstrap).error();
                if (error != Errno.OK) {
                    finish(OpResult.failed(error));
                    return Work.Progress.DONE;
                }
            }
        }
        block.putInt(BootstrapLayout.BLOCK_VERSION, GuestAbi.VERSION);
        block.putInt(BootstrapLayout.BLOCK_FLAGS, wants);
        block.putInt(BootstrapLayout.BLOCK_PROCESS_ID, process.process().id());
        block.putInt(BootstrapLayout.BLOCK_PARENT_PROCESS_ID, (int) parent);
        process.table().capabilities().settle(caller);
        byte[] tiers = process.tiers();
        block.put(BootstrapLayout.BLOCK_TIERS, tiers, 0, tiers.length);
        finish(OpResult.of(parent));
        return Work.Progress.DONE;
    }

    private void grantFirst(Caller caller) {
        OpenFile root =
                new OpenFile(
                        process.kernel().files().root(),
                        OpenFlags.READ_ONLY | OpenFlags.DIRECTORY,
                        "/");
        block.putInt(BootstrapLayout.BLOCK_SELF, (int) process.grant(process.table(), Rights.ALL));
        block.putInt(BootstrapLayout.BLOCK_ROOT_DIRECTORY, (int) process.grant(root, Rights.ALL));
        block.putInt(
                BootstrapLayout.BLOCK_CONSOLE, (int) process.grant(process.console(), Rights.ALL));
        root.release(caller);
    }

    @Override
    protected Errno publish(Caller caller) {
        return spec == null
                ? Errno.OK
                : memory().write(caller, blockAddress(), blockBytes, 0, blockBytes.length);
    }
}
