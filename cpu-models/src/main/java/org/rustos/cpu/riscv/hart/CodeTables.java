package org.rustos.cpu.riscv.hart;

/**
 * Which decoded blocks are valid now: those of the privilege that a bare hart has, or those of the
 * address space that a kernel model selected.
 */
final class CodeTables {
    private final BlockTable[] byPrivilege = {
        new BlockTable(), new BlockTable(), new BlockTable(), new BlockTable()
    };
    private final RiscvState state;
    private BlockTable selected;

    CodeTables(RiscvState state) {
        this.state = state;
    }

    /** From now on this one, whatever the privilege. */
    void select(BlockTable table) {
        selected = table;
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
