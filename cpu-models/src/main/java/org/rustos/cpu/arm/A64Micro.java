package org.rustos.cpu.arm;

import org.rustos.cpu.pipeline.Control;
import org.rustos.cpu.pipeline.MicroOp;
import org.rustos.cpu.pipeline.MicroOp.Step;
import org.rustos.cpu.pipeline.MicroOp.Trait;
import org.rustos.cpu.pipeline.Pipeline.InstructionClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes of A64 words what the pipeline needs. A base register that an access changes is an
 * operation of its own, as in the core: its new value does not wait for memory.
 */
final class A64Micro {
    private final A64Classes classes;
    private final List<MicroOp> ops = new ArrayList<>();
    private A64Op before;

    A64Micro(A64Classes classes) {
        this.classes = classes;
    }

    /** The operations of all words so far. */
    List<MicroOp> ops() {
        return ops;
    }

    /** Adds a word. */
    void add(A64Op op, int word, long pc) {
        boolean fused = classes.fuses(before, op);
        before = op;
        if (op == null) {
            ops.add(simple(classes.of(null), 0, 0, Step.UNKNOWN));
            return;
        }
        A64Access access = A64Access.of(op, word, pc);
        if (access != null) {
            change(access.before());
        }
        ops.add(main(op, word, access, fused));
        if (access != null) {
            change(access.after());
        }
    }

    private MicroOp main(A64Op op, int word, A64Access access, boolean fused) {
        long out = A64Operands.mask(op.out(), word);
        boolean reads = access != null && access.reads();
        boolean writes = access != null && access.writes();
        return new MicroOp(
                classes.of(op),
                A64Operands.mask(op.in(), word),
                out,
                reads ? List.of(access.place()) : List.of(),
                writes ? List.of(access.place()) : List.of(),
                A64Operands.step(op, word),
                traits(op, fused));
    }

    /** The base register's new value; 0 if it is not known how much it changes. */
    private void change(Step step) {
        if (step.register() != Step.NONE) {
            long base = 1L << step.register();
            Step followed = step.by() == 0 ? Step.UNKNOWN : step;
            ops.add(simple(classes.baseUpdate(), base, base, followed));
        }
    }

    private static MicroOp simple(InstructionClass kind, long in, long out, Step step) {
        return new MicroOp(kind, in, out, List.of(), List.of(), step, MicroOp.noTraits());
    }

    private static Set<Trait> traits(A64Op op, boolean fused) {
        Set<Trait> traits = MicroOp.noTraits();
        if (fused) {
            traits.add(Trait.FUSED);
        }
        if (op.kind().startsWith("vector-load") || op.kind().startsWith("vector-store")) {
            traits.add(Trait.VECTOR);
        }
        if (op.is("atomic")) {
            traits.add(Trait.LOCKED);
        }
        if (control(op) != Control.NONE) {
            traits.add(Trait.CONTROL);
        }
        if (control(op) == Control.RETURN) {
            traits.add(Trait.RETURN);
        }
        return traits;
    }

    /** How the program counter goes on behind a word. */
    static Control control(A64Op op) {
        if (op == null) {
            return Control.NONE;
        }
        return switch (op.control()) {
            case "-", "atomic", "exclusive", "refused" -> Control.NONE;
            case "marker" -> Control.TRAP;
            default -> Control.valueOf(op.control().toUpperCase(Locale.ROOT));
        };
    }
}
