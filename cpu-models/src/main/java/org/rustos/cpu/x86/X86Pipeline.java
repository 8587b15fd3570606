package org.rustos.cpu.x86;

import com.fasterxml.jackson.databind.JsonNode;

/** What the block scheduler and the hart read from a profile's {@code pipeline} object. */
record X86Pipeline(int storeQueue, long overlapWindowMc, long flatInstructionMc) {
    static X86Pipeline read(String profile, JsonNode node) {
        return new X86Pipeline(
                node.path("storeQueue").asInt(64),
                Math.round(node.path("overlapWindow").asDouble(100) * 1000),
                250);
    }
}
