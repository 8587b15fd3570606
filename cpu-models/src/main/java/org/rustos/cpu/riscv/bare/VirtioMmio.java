package org.rustos.cpu.riscv.bare;

import org.rustos.cpu.riscv.bare.VirtQueue.Chain;

/**
 * The registers between a driver and a virtio device with one queue. Requests are served at the
 * notification, a few at once; what is left waits for {@link #serve}, so that no driver can hold
 * the host. Source: Virtual I/O Device 1.2, section 4.2.
 */
final class VirtioMmio implements Device {
    static final long SIZE = 0x1000;

    /** "virt". */
    private static final int MAGIC = 0x74726976;

    private static final int VERSION = 2;
    private static final int VENDOR = 0x554d4551;
    private static final int CONFIGURATION = 0x100;

    private static final int FEATURES_OK = 8;
    private static final int DRIVER_OK = 4;
    private static final int NEEDS_RESET = 64;
    private static final int USED_BUFFER = 1;
    private static final int CONFIGURATION_CHANGED = 2;

    /** VERSION_1 is feature 32, the lowest of the second word. */
    private static final int VERSION_1 = 1;

    private static final int REQUESTS_AT_ONCE = 64;

    private final VirtioBlock block;
    private final VirtQueue queue;
    private final byte[] configuration;
    private final int[] accepted = new int[2];
    private int deviceWord;
    private int driverWord;
    private int selected;
    private int status;
    private int interrupts;
    private boolean busy;

    /**
     * A device at reset.
     *
     * @param block who serves, or null for a place where no device is
     */
    VirtioMmio(VirtioBlock block, GuestMemory memory) {
        this.block = block;
        queue = new VirtQueue(memory);
        configuration = block == null ? new byte[0] : block.configuration();
    }

    /** Whether the interrupt line is up. */
    boolean interrupt() {
        return interrupts != 0;
    }

    /** Whether requests wait for {@link #serve}. */
    boolean busy() {
        return busy;
    }

    /** Registers are words; the device's configuration has fields of any width. */
    @Override
    public boolean answers(long at, int width) {
        return width == 4 || at >= CONFIGURATION && width < 4;
    }

    @Override
    public long read(long at, int width) {
        if (at >= CONFIGURATION) {
            return field((int) at - CONFIGURATION, width);
        }
        return switch ((int) at) {
            case 0x000 -> MAGIC;
            case 0x004 -> VERSION;
            case 0x008 -> block == null ? 0 : VirtioBlock.DEVICE_ID;
            case 0x00c -> VENDOR;
            case 0x010 -> offered(deviceWord);
            case 0x034 -> block != null && selected == 0 ? VirtQueue.MOST : 0;
            case 0x044 -> selected == 0 && queue.ready() ? 1 : 0;
            case 0x060 -> interrupts;
            case 0x070 -> status;
            // Shared memory: there is none, so its length is -1.
            case 0x0b0, 0x0b4, 0x0b8, 0x0bc -> 0xffffffffL;
            default -> 0;
        };
    }

    private int offered(int word) {
        return block == null ? 0 : word == 0 ? VirtioBlock.FEATURES : word == 1 ? VERSION_1 : 0;
    }

    private long field(int at, int width) {
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            int b = at + i < configuration.length ? configuration[at + i] & 0xff : 0;
            value = value << 8 | b;
        }
        return value;
    }

    @Override
    public void write(long at, int width, long value) {
        if (block == null || at >= CONFIGURATION) {
            return;
        }
        int word = (int) value;
        switch ((int) at) {
            case 0x014 -> deviceWord = word;
            case 0x020 -> accept(word);
            case 0x024 -> driverWord = word;
            case 0x030 -> selected = word;
            case 0x050 -> notified(word);
            case 0x064 -> interrupts &= ~word;
            case 0x070 -> status(word & 0xff);
            default -> {
                if (selected == 0) {
                    writeQueue((int) at, word);
                }
            }
        }
    }

    private void writeQueue(int at, int word) {
        switch (at) {
            case 0x038 -> queue.size(word);
            case 0x044 -> enable((word & 1) != 0);
            case 0x080, 0x084, 0x090, 0x094, 0x0a0, 0x0a4 ->
                    queue.place((at >> 4) - 8, (at & 4) != 0, word);
            default -> {
                // Nothing stands there.
            }
        }
    }

    /** Features are fixed once both sides agreed on them. */
    private void accept(int word) {
        if (driverWord >= 0 && driverWord < accepted.length && (status & FEATURES_OK) == 0) {
            accepted[driverWord] = word;
        }
    }

    private void status(int wanted) {
        if (wanted == 0) {
            reset();
            return;
        }
        boolean fits = (accepted[0] & ~VirtioBlock.FEATURES) == 0 && accepted[1] == VERSION_1;
        int allowed = fits ? wanted : wanted & ~FEATURES_OK;
        status = allowed & ~NEEDS_RESET | status & NEEDS_RESET;
    }

    private void reset() {
        queue.reset();
        accepted[0] = 0;
        accepted[1] = 0;
        deviceWord = 0;
        driverWord = 0;
        selected = 0;
        status = 0;
        interrupts = 0;
        busy = false;
    }

    private void enable(boolean on) {
        if (!on) {
            queue.disable();
            return;
        }
        try {
            queue.enable();
        } catch (BrokenQueueException e) {
            stop();
        }
    }

    private void notified(int number) {
        if (number == 0) {
            busy = true;
            serve();
        }
    }

    /** Serves some of the requests that wait. */
    void serve() {
        boolean running =
                queue.ready()
                        && (status & (DRIVER_OK | FEATURES_OK | NEEDS_RESET))
                                == (DRIVER_OK | FEATURES_OK);
        if (!running) {
            busy = false;
            return;
        }
        try {
            int moved = 0;
            for (int i = 0; i < REQUESTS_AT_ONCE && moved < VirtioBlock.MUCH && busy; i++) {
                moved += serveOne();
            }
        } catch (BrokenQueueException e) {
            stop();
        }
    }

    /** The number of bytes that it moved. */
    private int serveOne() throws BrokenQueueException {
        Chain chain = queue.next();
        if (chain == null) {
            busy = false;
            return 0;
        }
        VirtioBlock.Served served = block.serve(chain);
        if (queue.complete(chain.head(), served.written())) {
            interrupts |= USED_BUFFER;
        }
        return served.moved();
    }

    /** The driver broke the rules: nothing goes on until it resets the device. */
    private void stop() {
        busy = false;
        status |= NEEDS_RESET;
        if ((status & DRIVER_OK) != 0) {
            interrupts |= CONFIGURATION_CHANGED;
        }
    }
}
