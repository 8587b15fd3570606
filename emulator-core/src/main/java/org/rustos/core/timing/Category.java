package org.rustos.core.timing;

/** Where a cycle went. The categories of a run sum exactly to its run time. */
public enum Category {
    USER_COMPUTE("user compute"),
    FRONT_END("front end"),
    DATA_MISS("data miss"),
    TLB("TLB"),
    MISPREDICT("mispredict"),
    MODE_SWITCH("mode switch"),
    MITIGATION("mitigations"),
    VALIDATION("validation"),
    CAPABILITY_CHECK("capability check"),
    COPY("copy"),
    SERVICE("service"),
    MESSAGE_TRANSFER("message transfer"),
    SWITCH("switch"),
    COHERENCE("coherence"),
    POLLING("polling"),
    PAC("PAC"),
    PKEY("pkey"),
    CHERI("CHERI"),
    CONTROL_FLOW("control flow"),
    IDLE("idle");

    private final String label;

    Category(String label) {
        this.label = label;
    }

    /** The word that reports print. */
    public String label() {
        return label;
    }
}
