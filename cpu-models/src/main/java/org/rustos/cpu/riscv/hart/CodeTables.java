package org.rustos.cpu.riscv.hart;

import java.util.Arrays;

/**
 * Which decoded blocks are valid now: those of the privilege that a bare hart has, or those of the
 * address space that a kernel model selected.
 */
final class CodeTables {
    private final transient BlockTable[] byPrivilege = {
        new BlockTable(), new BlockTable(), new BlockTable(), new BlockTable()
    };
    private final RiscvState state;
    private transient BlockTable selected;

    CodeTables(RiscvState state) {
        this.state = state;
    }

    /** From now on this one, whatever the privilege. */
    void select(BlockTable table) {
        selected = table;
    }

    /** No block is known. */
    void forget() {
        Arrays.setAll(byPrivilege, _ -> new BlockTable());
        selected = null;
    }

    BlockTable current() {
        return selected == null ? byPrivilege[state.privilege] : selected;
    }

    /** Code, translations or rights may have changed anywhere. */
    void touched() {
        if (selected != null) {
            selected.stamp++;
        }
        for (BlockTable table : byPrivilege) {
            table.stamp++;
        }
    }
}
