package org.rustos.channels.debug;

import org.rustos.channels.trap.RustosProcess;
import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.process.Process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Shows the kernel's capability slots as read-only memory, so that a debugger's own commands answer
 * what a slot holds and who changed it. The addresses lie outside of every user half.
 *
 * <p>A slot is eight 64-bit words, little endian: handle (0: the slot is empty), object (address of
 * its first line), kind, rights, badge, epoch of the capability, epoch of the object now, expiry in
 * millicycles (all ones: never).
 */
public final class SlotWindow {
    /** Where the slots of process 0 would begin. */
    public static final long BASE = 0xffff_ca00_0000_0000L;

    /** Bytes of a slot. */
    public static final int SLOT_BYTES = 64;

    private static final int PROCESS_SHIFT = 22;
    private static final int MOST_PROCESSES = 1 << 19;
    private static final long END = BASE + ((long) MOST_PROCESSES << PROCESS_SHIFT);
    private static final int LINE_SHIFT = 6;

    private SlotWindow() {}

    /** Whether an address belongs to the window. */
    public static boolean holds(long address) {
        return address >= BASE && address < END;
    }

    /** Where a slot is shown. */
    public static long address(int process, int slot) {
        return BASE + ((long) process << PROCESS_SHIFT) + (long) slot * SLOT_BYTES;
    }

    /** The process whose slots are shown at an address. */
    static int process(long address) {
        return (int) (address - BASE >>> PROCESS_SHIFT);
    }

    /** The slots of a process, or null if it has no capabilities of the kernel. */
    public static CSpace slots(Process process) {
        return process != null && process.front() instanceof RustosProcess rustos
                ? rustos.table().space()
                : null;
    }

    /** Bytes from an address on, at most so many; none where no slot is. */
    static byte[] read(Process owner, long address, int length) {
        CSpace slots = slots(owner);
        int offset = (int) (address - BASE & (1 << PROCESS_SHIFT) - 1);
        if (slots == null) {
            return new byte[0];
        }
        int end = Math.min(offset + length, (slots.capacity() + 1) * SLOT_BYTES);
        if (offset >= end) {
            return new byte[0];
        }
        byte[] bytes = new byte[end - offset];
        for (int at = offset; at < end; ) {
            byte[] record = record(slots, at / SLOT_BYTES);
            int from = at % SLOT_BYTES;
            int count = Math.min(SLOT_BYTES - from, end - at);
            System.arraycopy(record, from, bytes, at - offset, count);
            at += count;
        }
        return bytes;
    }

    private static byte[] record(CSpace slots, int slot) {
        ByteBuffer record = ByteBuffer.allocate(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long handle = slots.filled(slot);
        if (handle != 0) {
            Capability held = slots.held(slot);
            record.putLong(handle)
                    .putLong(held.object().line() << LINE_SHIFT)
                    .putLong(held.object().kind().number())
                    .putLong(held.rights().bits())
                    .putLong(held.badge())
                    .putLong(held.epoch())
                    .putLong(held.object().epoch())
                    .putLong(held.expiryMc() == Capability.NEVER ? -1 : held.expiryMc());
        }
        return record.array();
    }
}
