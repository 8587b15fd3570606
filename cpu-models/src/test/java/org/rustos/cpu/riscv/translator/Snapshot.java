package org.rustos.cpu.riscv.translator;

import org.rustos.core.timing.Category;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.Event;
import org.rustos.cpu.riscv.hart.RiscvHart;
import org.rustos.cpu.riscv.hart.RiscvState;
import org.rustos.cpu.riscv.hart.SpecialCapabilities;

/** Everything that a program, a supervisor or a report can see of a hart, as numbers. */
final class Snapshot {
    private static final int X = 0;
    private static final int META = X + 32;
    private static final int F = META + 32;
    private static final int REST = F + 32;
    private static final String[] NAMES = {
        "pc",
        "retired",
        "clock",
        "fcsr",
        "tags",
        "privilege",
        "pcc meta",
        "pcc address",
        "pcc tag",
        "ddc meta",
        "ddc address",
        "ddc tag",
        "mcause",
        "mepc",
        "mtval",
        "mstatus",
        "waits"
    };
    private static final int[] CSRS = {0x342, 0x341, 0x343, 0x300};
    private static final int EVENTS = REST + NAMES.length;
    private static final int CATEGORIES = EVENTS + Event.count();
    private static final int SIZE = CATEGORIES + Category.values().length;

    private Snapshot() {}

    static long[] of(RiscvHart hart) {
        long[] seen = new long[SIZE];
        RiscvState state = hart.state();
        long tags = 0;
        for (int i = 0; i < 32; i++) {
            seen[X + i] = state.x(i);
            seen[META + i] = state.meta(i);
            seen[F + i] = state.f(i);
            tags |= (state.tag(i) ? 1L : 0) << i;
        }
        CycleLedger ledger = hart.clock().ledger();
        int at = REST;
        seen[at++] = state.pc();
        seen[at++] = state.retired();
        seen[at++] = ledger.clockMc();
        seen[at++] = hart.fcsr();
        seen[at++] = tags;
        seen[at++] = state.privilege();
        for (int number : new int[] {SpecialCapabilities.PCC, SpecialCapabilities.DDC}) {
            seen[at++] = state.special().meta(number);
            seen[at++] = state.special().address(number);
            seen[at++] = state.special().tag(number) ? 1 : 0;
        }
        for (int csr : CSRS) {
            seen[at++] = hart.csr(csr);
        }
        seen[at] = state.waiting() ? 1 : 0;
        for (int i = 0; i < Event.count(); i++) {
            seen[EVENTS + i] = ledger.counted(Event.of(i));
        }
        return seen;
    }

    /** As {@link #of}, with the categories of time, which are slow to ask for. */
    static long[] whole(RiscvHart hart) {
        long[] seen = of(hart);
        var account = hart.clock().ledger().account();
        for (Category category : Category.values()) {
            seen[CATEGORIES + category.ordinal()] = account.categoryMc(category);
        }
        return seen;
    }

    /** What stands at a place of a snapshot. */
    static String name(int index) {
        if (index >= CATEGORIES) {
            return "time of " + Category.values()[index - CATEGORIES];
        }
        if (index >= EVENTS) {
            return "count of " + Event.of(index - EVENTS);
        }
        if (index >= REST) {
            return NAMES[index - REST];
        }
        String file = index >= F ? "f" : index >= META ? "meta of c" : "x";
        return file + (index & 31);
    }
}
