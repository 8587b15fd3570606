package org.rustos.cpu.riscv.bare;

import org.rustos.core.elf.ElfImage;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.cpu.riscv.bare.MemoryMap.Place;
import org.rustos.cpu.riscv.hart.HartClock;
import org.rustos.cpu.riscv.hart.PhysicalLayout;
import org.rustos.cpu.riscv.hart.Reservations;
import org.rustos.cpu.riscv.hart.RiscvHart;
import org.rustos.cpu.riscv.hart.RiscvMemory;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * One hart, RAM and the devices of QEMU's {@code virt} board, so that conformance suites and small
 * kernels run as they are. Without timing: time advances with instructions.
 */
public final class BareMachine implements AutoCloseable {
    /** How a run ended. */
    public enum Ending {
        /** The guest wrote its status to tohost. */
        EXITED,
        /** The limit was reached. */
        LIMIT,
        /** The hart waits for an interrupt that nothing can raise. */
        ASLEEP,
        /** The trap handler traps at its first instruction. */
        STUCK
    }

    private static final long CLINT_BASE = 0x200_0000;
    private static final long PLIC_BASE = 0xc00_0000;
    private static final long UART_BASE = 0x1000_0000;
    private static final int UART_SOURCE = 10;
    private static final long TICKS_PER_SECOND = 10_000_000;

    /** One tick of a 10 MHz timer; an instruction stands for a nanosecond. */
    private static final long INSTRUCTIONS_PER_TICK = 100;

    /** Instructions between two looks at devices and tohost. */
    private static final long SLICE = 1000;

    private static final int SOFTWARE_LINE = 3;
    private static final int TIMER_LINE = 7;
    private static final int MACHINE_LINE = 11;
    private static final int SUPERVISOR_LINE = 9;
    private static final int A1 = 11;
    private static final int TREE_ROOM = 1 << 12;

    private final PhysicalMemory ram;
    private final Clint clint;
    private final Plic plic = new Plic();
    private final Uart16550 uart;
    private final Htif htif;
    private final RiscvHart hart;
    private final CommitLog log;

    /** Ticks that passed while the hart was asleep. */
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
            ElfImage image, long ramBytes, IntConsumer out, IntSupplier in, CommitLog log) {
        check(image, ramBytes);
        ram = new PhysicalMemory(ramBytes);
        uart = new Uart16550(out, in);
        clint = new Clint(this::ticks);
        htif = new Htif(ram, address(image, "tohost"), address(image, "fromhost"), out);
        MemoryMap map =
                new MemoryMap(
                        List.of(
                                new Place(CLINT_BASE, Clint.SIZE, clint),
                                new Place(PLIC_BASE, Plic.SIZE, plic),
                                new Place(UART_BASE, Uart16550.SIZE, uart)),
                        this::deliver);
        hart =
                new RiscvHart(
                        new RiscvHart.Parts(
                                ram,
                                PhysicalLayout.bare(RiscvMemory.RAM_BASE),
                                map,
                                new Reservations(),
                                HartClock.untimed(),
                                clint::time,
                                0));
        this.log = log;
        load(image);
    }

    private static void check(ElfImage image, long ramBytes) {
        long room = ramBytes - TREE_ROOM;
        for (ElfImage.Segment segment : image.segments()) {
            long offset = segment.address() - RiscvMemory.RAM_BASE;
            if (offset < 0 || offset > room - segment.memorySize()) {
                throw new BareImageException(
                        "a segment at 0x"
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
        byte[] tree = tree(ram.size()).bytes();
        long at = ram.size() - TREE_ROOM;
        ram.write(at, tree, 0, tree.length);
        hart.state().pc(image.entry());
        hart.state().x(A1, at + RiscvMemory.RAM_BASE);
    }

    /** The hart, for tests and observers. */
    public RiscvHart hart() {
        return hart;
    }

    /** The status that the guest gave to tohost, if it exited. */
    public int exitCode() {
        return htif.exitCode();
    }

    /**
     * Runs until the guest ends.
     *
     * @param limit most instructions
     */
    public Ending run(long limit) {
        while (hart.state().retired() < limit) {
            deliver();
            long until = Math.min(limit, hart.state().retired() + SLICE);
            if (log == null) {
                hart.run(until);
            } else {
                log.run(hart, until);
            }
            htif.poll();
            if (htif.ended()) {
                return Ending.EXITED;
            }
            if (hart.stuck()) {
                return Ending.STUCK;
            }
            if (hart.state().waiting() && !sleep()) {
                return Ending.ASLEEP;
            }
        }
        return Ending.LIMIT;
    }

    private void deliver() {
        plic.line(UART_SOURCE, uart.interrupt());
        hart.interrupt(SOFTWARE_LINE, clint.softwarePending());
        hart.interrupt(TIMER_LINE, clint.timerPending());
        hart.interrupt(MACHINE_LINE, plic.pending(0));
        hart.interrupt(SUPERVISOR_LINE, plic.pending(1));
    }

    /** Lets time pass until the timer; false if nothing will ever wake the hart. */
    private boolean sleep() {
        deliver();
        hart.run(hart.state().retired());
        if (!hart.state().waiting()) {
            return true;
        }
        long ticks = clint.untilTimer();
        if (ticks <= 0) {
            return false;
        }
        slept += ticks;
        return true;
    }

    private long ticks() {
        return hart.state().retired() / INSTRUCTIONS_PER_TICK + slept;
    }

    @Override
    public void close() {
        ram.close();
    }

    private static DeviceTree tree(long ramBytes) {
        DeviceTree tree = new DeviceTree();
        tree.begin("")
                .cells("#address-cells", 2)
                .cells("#size-cells", 2)
                .strings("compatible", "riscv-virtio")
                .strings("model", "rustos,bare");
        tree.begin("chosen").strings("stdout-path", "/soc/serial@10000000").end();
        tree.begin("memory@80000000")
                .strings("device_type", "memory")
                .cells("reg", 0, RiscvMemory.RAM_BASE, ramBytes >>> 32, ramBytes)
                .end();
        cpus(tree);
        tree.begin("soc")
                .cells("#address-cells", 2)
                .cells("#size-cells", 2)
                .strings("compatible", "simple-bus")
                .flag("ranges");
        tree.begin("serial@10000000")
                .strings("compatible", "ns16550a")
                .cells("reg", 0, UART_BASE, 0, Uart16550.SIZE)
                .cells("clock-frequency", 3_686_400)
                .cells("interrupt-parent", 2)
                .cells("interrupts", UART_SOURCE)
                .end();
        tree.begin("clint@2000000")
                .strings("compatible", "sifive,clint0", "riscv,clint0")
                .cells("reg", 0, CLINT_BASE, 0, Clint.SIZE)
                .cells("interrupts-extended", 1, SOFTWARE_LINE, 1, TIMER_LINE)
                .end();
        tree.begin("plic@c000000")
                .strings("compatible", "sifive,plic-1.0.0", "riscv,plic0")
                .cells("reg", 0, PLIC_BASE, 0, Plic.SIZE)
                .cells("interrupts-extended", 1, MACHINE_LINE, 1, SUPERVISOR_LINE)
                .cells("#interrupt-cells", 1)
                .cells("#address-cells", 0)
                .flag("interrupt-controller")
                .cells("riscv,ndev", Plic.SOURCES - 1)
                .cells("phandle", 2)
                .end();
        return tree.end().end();
    }

    private static void cpus(DeviceTree tree) {
        tree.begin("cpus")
                .cells("#address-cells", 1)
                .cells("#size-cells", 0)
                .cells("timebase-frequency", TICKS_PER_SECOND);
        tree.begin("cpu@0")
                .strings("device_type", "cpu")
                .cells("reg", 0)
                .strings("status", "okay")
                .strings("compatible", "riscv")
                .strings("riscv,isa", "rv64imafdc_zicntr_zicsr_zifencei_zba_zbb")
                .strings("mmu-type", "riscv,sv48");
        tree.begin("interrupt-controller")
                .cells("#interrupt-cells", 1)
                .flag("interrupt-controller")
                .strings("compatible", "riscv,cpu-intc")
                .cells("phandle", 1)
                .end();
        tree.end().end();
    }
}
