package org.rustos.cpu.riscv.bare;

import org.rustos.core.elf.ElfImage;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.core.memory.Reservations;
import org.rustos.cpu.riscv.bare.MemoryMap.Place;
import org.rustos.cpu.riscv.hart.HartClock;
import org.rustos.cpu.riscv.hart.PhysicalLayout;
import org.rustos.cpu.riscv.hart.RiscvHart;
import org.rustos.cpu.riscv.hart.RiscvMemory;
import org.rustos.cpu.riscv.translator.Translator;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Harts, RAM and the devices of QEMU's {@code virt} board, so that conformance suites and small
 * kernels run as they are. Without timing: time advances with instructions.
 */
public final class BareMachine implements AutoCloseable {
    /** Most harts of a board. */
    public static final int MOST_HARTS = 16;

    /** How a run ended. */
    public enum Ending {
        /** The guest wrote its status to tohost or to the test finisher. */
        EXITED,
        /** A hart reached the limit. */
        LIMIT,
        /** All harts wait for an interrupt that nothing can raise. */
        ASLEEP,
        /** As {@link #ASLEEP}, and a hart's trap handler traps at its first instruction. */
        STUCK
    }

    /**
     * What stands on the board.
     *
     * @param ramBytes size of RAM
     * @param harts 1 to {@link #MOST_HARTS}
     * @param disk content of the block device, or null for none
     */
    public record Board(long ramBytes, int harts, DiskImage disk) {
        /** One hart, no disk. */
        public Board(long ramBytes) {
            this(ramBytes, 1, null);
        }
    }

    /** One tick of a 10 MHz timer; an instruction stands for a nanosecond. */
    private static final long INSTRUCTIONS_PER_TICK = 100;

    private static final int A0 = 10;
    private static final int A1 = 11;
    private static final int TREE_ROOM = 1 << 14;

    private final PhysicalMemory ram;
    private final Clint clint;
    private final Plic plic;
    private final Uart16550 uart;
    private final Htif htif;
    private final Finisher finisher = new Finisher();
    private final VirtioMmio disk;
    private final RiscvHart[] harts;
    private final Turns turns;
    private final CommitLog log;

    /** Whose turn it is, and how many instructions it had retired before. */
    private int current;

    private long before;

    /** The latest time, in ticks, that anybody was shown, so that no hart sees an earlier one. */
    private long shown;

    /** Ticks that passed while all harts were asleep. */
    private long slept;

    /**
     * A board with an image in its RAM.
     *
     * @param out takes what the guest prints
     * @param in the next byte for the guest, or -1
     * @param log told of every instruction, or null
     * @throws BareImageException if the image does not fit
     */
    public BareMachine(
            ElfImage image, Board board, IntConsumer out, IntSupplier in, CommitLog log) {
        check(image, board.ramBytes);
        ram = new PhysicalMemory(board.ramBytes);
        Reservations reservations = ram.reservations();
        GuestMemory memory = new GuestMemory(ram, reservations);
        turns = new Turns(board.harts);
        clint = new Clint(this::ticks, board.harts);
        plic = new Plic(board.harts);
        uart = new Uart16550(b -> print(out, b), in);
        htif = new Htif(memory, address(image, "tohost"), address(image, "fromhost"), out);
        disk =
                new VirtioMmio(
                        board.disk == null ? null : new VirtioBlock(memory, board.disk), memory);
        MemoryMap map =
                new MemoryMap(
                        List.of(
                                new Place(BoardMap.UART, Uart16550.SIZE, uart),
                                new Place(BoardMap.DISK, VirtioMmio.SIZE, disk),
                                new Place(BoardMap.CLINT, Clint.SIZE, clint),
                                new Place(BoardMap.PLIC, Plic.SIZE, plic),
                                new Place(BoardMap.FINISHER, Finisher.SIZE, finisher)),
                        this::deliver);
        PhysicalLayout layout = PhysicalLayout.bare(RiscvMemory.RAM_BASE);
        harts = new RiscvHart[board.harts];
        for (int i = 0; i < harts.length; i++) {
            harts[i] =
                    new RiscvHart(
                            new RiscvHart.Parts(
                                    ram,
                                    layout,
                                    map,
                                    reservations,
                                    HartClock.untimed(),
                                    clint::time,
                                    i));
            Translator.attach(harts[i]);
        }
        this.log = log;
        load(image);
    }

    private static void check(ElfImage image, long ramBytes) {
        if ((image.entry() & 1) != 0) {
            throw new BareImageException(
                    "its entry 0x"
                            + Long.toHexString(image.entry())
                            + " is odd, where no instruction can be");
        }
        long room = ramBytes - TREE_ROOM;
        for (ElfImage.Segment segment : image.segments()) {
            long offset = segment.address() - RiscvMemory.RAM_BASE;
            if (offset < 0 || segment.memorySize() > room || offset > room - segment.memorySize()) {
                throw new BareImageException(
                        "a segment of "
                                + segment.memorySize()
                                + " bytes at 0x"
                                + Long.toHexString(segment.address())
                                + " lies outside RAM, which begins at 0x80000000; link it there or"
                                + " give more by --ram SIZE");
            }
        }
    }

    private static long address(ElfImage image, String name) {
        return image.symbols().stream()
                .filter(symbol -> symbol.name().equals(name))
                .mapToLong(ElfImage.Symbol::address)
                .findFirst()
                .orElse(-1);
    }

    private void load(ElfImage image) {
        for (ElfImage.Segment segment : image.segments()) {
            long offset = segment.address() - RiscvMemory.RAM_BASE;
            ram.write(offset, segment.bytes(), 0, segment.bytes().length);
        }
        byte[] tree = BoardTree.of(ram.size(), harts.length);
        long at = ram.size() - TREE_ROOM;
        ram.write(at, tree, 0, tree.length);
        for (int i = 0; i < harts.length; i++) {
            harts[i].state().pc(image.entry());
            harts[i].state().x(A0, i);
            harts[i].state().x(A1, at + RiscvMemory.RAM_BASE);
        }
    }

    /** The first hart, for tests and observers. */
    public RiscvHart hart() {
        return harts[0];
    }

    /** All harts, by their number. */
    public List<RiscvHart> harts() {
        return List.of(harts);
    }

    /** The status that the guest gave, if it exited. */
    public int exitCode() {
        return finisher.ended() ? finisher.exitCode() : htif.exitCode();
    }

    /** Whether the image names a word by which it can end the run. */
    public boolean hasToHost() {
        return htif.present();
    }

    /**
     * Runs until the guest ends.
     *
     * @param limit most instructions of a hart
     */
    public Ending run(long limit) {
        while (true) {
            current = turns.next();
            RiscvHart hart = harts[current];
            before = hart.state().retired();
            if (before >= limit) {
                return Ending.LIMIT;
            }
            if (disk.busy()) {
                disk.serve();
            }
            deliver();
            if (hart.wake()) {
                turn(hart, Math.min(limit, before + turns.length()));
            } else {
                turns.slept(current);
            }
            htif.poll();
            if (htif.ended() || finisher.ended()) {
                return Ending.EXITED;
            }
            if (!anyAwake() && !disk.busy() && !sleep()) {
                return anyStuck() ? Ending.STUCK : Ending.ASLEEP;
            }
        }
    }

    private void turn(RiscvHart hart, long until) {
        if (log == null) {
            hart.run(until);
        } else {
            log.run(hart, until);
        }
        long ran = hart.state().retired() - before;
        before += ran;
        turns.ran(current, ran);
    }

    private boolean anyAwake() {
        deliver();
        for (RiscvHart hart : harts) {
            if (hart.wake()) {
                return true;
            }
        }
        return false;
    }

    private boolean anyStuck() {
        for (RiscvHart hart : harts) {
            if (hart.stuck()) {
                return true;
            }
        }
        return false;
    }

    private void deliver() {
        plic.line(BoardMap.UART_SOURCE, uart.interrupt());
        plic.line(BoardMap.DISK_SOURCE, disk.interrupt());
        for (int i = 0; i < harts.length; i++) {
            harts[i].interrupt(BoardMap.SOFTWARE_LINE, clint.softwarePending(i));
            harts[i].interrupt(BoardMap.TIMER_LINE, clint.timerPending(i));
            harts[i].interrupt(BoardMap.MACHINE_LINE, plic.pending(2 * i));
            harts[i].interrupt(BoardMap.SUPERVISOR_LINE, plic.pending(2 * i + 1));
        }
    }

    /** Lets time pass until the next timer; false if nothing will ever wake a hart. */
    private boolean sleep() {
        turns.align();
        long ticks = clint.untilTimer();
        slept += Math.max(0, ticks);
        return ticks > 0;
    }

    /** What a guest prints after it has ended was never printed. */
    private void print(IntConsumer out, int b) {
        if (!finisher.ended()) {
            out.accept(b);
        }
    }

    private long ticks() {
        long clock = turns.clock(current) + harts[current].state().retired() - before;
        shown = Math.max(shown, clock / INSTRUCTIONS_PER_TICK);
        return shown + slept;
    }

    @Override
    public void close() {
        ram.close();
    }
}
