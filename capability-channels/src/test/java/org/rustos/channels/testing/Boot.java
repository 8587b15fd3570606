package org.rustos.channels.testing;

import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.channels.abi.GuestAbi;
import org.rustos.channels.abi.TrapNumbers;

/** What a RustOS-ABI guest does first: asks for capabilities and reads the block. */
public final class Boot {
    private static final int BLOCK = 0x100;

    private final FakeGuest guest;
    private final long block;

    /** The trap's result. */
    public final long result;

    public Boot(FakeGuest guest, int wants, int entries, int idleMicros)
            throws InterruptedException {
        this(guest, FakeMachine.BUFFER, wants, entries, idleMicros);
    }

    /** The same with spec and block at an address. */
    public Boot(FakeGuest guest, long spec, int wants, int entries, int idleMicros)
            throws InterruptedException {
        this.guest = guest;
        this.block = spec + BLOCK;
        guest.store(spec + BootstrapLayout.SPEC_VERSION, 4, GuestAbi.VERSION);
        guest.store(spec + BootstrapLayout.SPEC_FLAGS, 4, wants);
        guest.store(spec + BootstrapLayout.SPEC_CHANNEL_ENTRIES, 4, entries);
        guest.store(spec + BootstrapLayout.SPEC_IDLE_MICROS, 4, idleMicros);
        guest.store(spec + BootstrapLayout.SPEC_BLOCK, 8, block);
        guest.store(spec + BootstrapLayout.SPEC_BLOCK_SIZE, 8, BootstrapLayout.BLOCK_SIZE);
        result = guest.call(TrapNumbers.ACQUIRE_INITIAL_CAPABILITIES, spec);
    }

    /** A u32 of the block. */
    public long word(int offset) throws InterruptedException {
        return guest.load(block + offset, 4) & 0xffff_ffffL;
    }

    /** A u64 of the block. */
    public long wide(int offset) throws InterruptedException {
        return guest.load(block + offset, 8);
    }

    /** The channel's queue pair. */
    public QueueClient queue(int entries) throws InterruptedException {
        return new QueueClient(guest, wide(BootstrapLayout.BLOCK_CHANNEL_ADDRESS), entries);
    }

    public static void abort(FakeGuest guest, int status) throws InterruptedException {
        guest.call(TrapNumbers.ABORT, status);
    }
}
