package org.rustos.channels.rustos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.rustos.channels.abi.OpCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Which tier carries what: by operation for everything, and by trust for objects. Data, so that
 * another policy needs no code.
 *
 * @param tiers by operation number: 1 or 2
 */
record TierPolicy(byte[] tiers) {
    private static final int DIRECT = 1;
    private static final int CHANNEL = 2;

    TierPolicy {
        tiers = tiers.clone();
    }

    @Override
    public byte[] tiers() {
        return tiers.clone();
    }

    /** The policy of our own resources. */
    static TierPolicy standard() {
        String file = "tier-policy.json";
        try (InputStream in = TierPolicy.class.getResourceAsStream(file)) {
            return of(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /**
     * Reads a policy.
     *
     * @throws IllegalArgumentException one line that names the operation that is missing or wrong
     */
    static TierPolicy of(JsonNode policy) {
        byte[] tiers = new byte[OpCode.COUNT];
        for (int op = 0; op < tiers.length; op++) {
            String name = OpCode.name(op);
            int tier = policy.path("operations").path(name).path("tier").asInt();
            if (tier != DIRECT && tier != CHANNEL) {
                throw new IllegalArgumentException(
                        "tier policy: operations." + name + ".tier must be 1 or 2");
            }
            tiers[op] = (byte) tier;
        }
        return new TierPolicy(tiers);
    }
}
