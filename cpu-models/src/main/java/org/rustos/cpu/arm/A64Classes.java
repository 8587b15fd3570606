package org.rustos.cpu.arm;

import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.core.cpu.ProfileException;
import org.rustos.cpu.pipeline.Pipeline;
import org.rustos.cpu.pipeline.Pipeline.InstructionClass;

import java.util.HashMap;
import java.util.Map;

/** Finds the pipeline's class of an A64 word: the table names it, the profile prices it. */
final class A64Classes {
    /** Of the base register's own change beside an access. */
    private static final String BASE_UPDATE = "base-update";

    private final Pipeline pipeline;
    private final InstructionClass baseUpdate;
    private final Map<String, InstructionClass> byKind = new HashMap<>();

    /**
     * @param profile name for messages
     * @param node the profile's {@code pipeline}
     * @throws ProfileException if it lacks a class that the table names
     */
    A64Classes(String profile, JsonNode node) {
        pipeline = new Pipeline(profile, A64Registers.COUNT, A64Registers.FLAGS, node);
        for (A64Op op : A64Table.A64.ops()) {
            byKind.computeIfAbsent(op.kind(), kind -> named(profile, kind));
        }
        baseUpdate = named(profile, BASE_UPDATE);
    }

    private InstructionClass named(String profile, String kind) {
        InstructionClass found = pipeline.find(kind);
        if (found == null) {
            throw new ProfileException(
                    profile + ": pipeline.classes: no class for '" + kind + "'; add one");
        }
        return found;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** The class of a word's line; null stands for a word that has none. */
    InstructionClass of(A64Op op) {
        return op == null ? pipeline.other() : byKind.get(op.kind());
    }

    InstructionClass baseUpdate() {
        return baseUpdate;
    }

    /** Whether a conditional branch is one operation with the instruction before it. */
    boolean fuses(A64Op before, A64Op branch) {
        return before != null
                && branch != null
                && branch.name().equals("b.cond")
                && pipeline.fusesBeforeBranch(before.kind());
    }
}
