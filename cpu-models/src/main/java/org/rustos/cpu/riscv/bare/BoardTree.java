package org.rustos.cpu.riscv.bare;

import org.rustos.cpu.riscv.hart.RiscvMemory;

/** The device tree of the board: what a kernel reads instead of guessing. */
final class BoardTree {
    private static final long TICKS_PER_SECOND = 10_000_000;
    private static final int PLIC_HANDLE = 1;
    private static final int FINISHER_HANDLE = 2;

    /** Of the first hart's interrupt controller; the others follow. */
    private static final int HART_HANDLE = 3;

    private final DeviceTree tree = new DeviceTree();
    private final int harts;

    private BoardTree(int harts) {
        this.harts = harts;
    }

    /** The blob for a board. */
    static byte[] of(long ramBytes, int harts) {
        BoardTree board = new BoardTree(harts);
        board.root(ramBytes);
        return board.tree.bytes();
    }

    private void root(long ramBytes) {
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
        finishing("poweroff", Finisher.PASS);
        finishing("reboot", Finisher.RESET);
        tree.begin("cpus")
                .cells("#address-cells", 1)
                .cells("#size-cells", 0)
                .cells("timebase-frequency", TICKS_PER_SECOND);
        for (int hart = 0; hart < harts; hart++) {
            hart(hart);
        }
        tree.end();
        devices();
        tree.end();
    }

    private void finishing(String name, int value) {
        tree.begin(name)
                .strings("compatible", "syscon-" + name)
                .cells("regmap", FINISHER_HANDLE)
                .cells("offset", 0)
                .cells("value", value)
                .end();
    }

    private void hart(int number) {
        tree.begin("cpu@" + Integer.toHexString(number))
                .strings("device_type", "cpu")
                .cells("reg", number)
                .strings("status", "okay")
                .strings("compatible", "riscv")
                .strings("riscv,isa", "rv64imafdc_zicntr_zicsr_zifencei_zba_zbb")
                .strings("mmu-type", "riscv,sv48");
        tree.begin("interrupt-controller")
                .cells("#interrupt-cells", 1)
                .flag("interrupt-controller")
                .strings("compatible", "riscv,cpu-intc")
                .cells("phandle", HART_HANDLE + number)
                .end();
        tree.end();
    }

    private void devices() {
        tree.begin("soc")
                .cells("#address-cells", 2)
                .cells("#size-cells", 2)
                .strings("compatible", "simple-bus")
                .flag("ranges");
        tree.begin("test@100000")
                .strings("compatible", "sifive,test1", "sifive,test0", "syscon")
                .cells("reg", 0, BoardMap.FINISHER, 0, Finisher.SIZE)
                .cells("phandle", FINISHER_HANDLE)
                .end();
        tree.begin("serial@10000000")
                .strings("compatible", "ns16550a")
                .cells("reg", 0, BoardMap.UART, 0, Uart16550.SIZE)
                .cells("clock-frequency", 3_686_400)
                .cells("interrupt-parent", PLIC_HANDLE)
                .cells("interrupts", BoardMap.UART_SOURCE)
                .end();
        tree.begin("virtio_mmio@10001000")
                .strings("compatible", "virtio,mmio")
                .cells("reg", 0, BoardMap.DISK, 0, VirtioMmio.SIZE)
                .cells("interrupt-parent", PLIC_HANDLE)
                .cells("interrupts", BoardMap.DISK_SOURCE)
                .end();
        tree.begin("clint@2000000")
                .strings("compatible", "sifive,clint0", "riscv,clint0")
                .cells("reg", 0, BoardMap.CLINT, 0, Clint.SIZE)
                .cells("interrupts-extended", wires(BoardMap.SOFTWARE_LINE, BoardMap.TIMER_LINE))
                .end();
        tree.begin("plic@c000000")
                .strings("compatible", "sifive,plic-1.0.0", "riscv,plic0")
                .cells("reg", 0, BoardMap.PLIC, 0, Plic.SIZE)
                .cells(
                        "interrupts-extended",
                        wires(BoardMap.MACHINE_LINE, BoardMap.SUPERVISOR_LINE))
                .cells("#interrupt-cells", 1)
                .cells("#address-cells", 0)
                .flag("interrupt-controller")
                .cells("riscv,ndev", Plic.SOURCES - 1)
                .cells("phandle", PLIC_HANDLE)
                .end();
        tree.end();
    }

    /** Two lines of each hart. */
    private long[] wires(int first, int second) {
        long[] cells = new long[4 * harts];
        for (int hart = 0; hart < harts; hart++) {
            cells[4 * hart] = HART_HANDLE + hart;
            cells[4 * hart + 1] = first;
            cells[4 * hart + 2] = HART_HANDLE + hart;
            cells[4 * hart + 3] = second;
        }
        return cells;
    }
}
