package org.rustos.bench.table;

/** The four columns of the seed's table, with the direction in which a mechanism wins. */
public enum Column {
    LATENCY("latency", "cycles for the empty call, mean", false),
    THROUGHPUT("throughput", "operations per million busy cycles, 64 in flight", true),
    SECURITY("security", "% of attacks blocked, mean over properties", true),
    COMPLEXITY("complexity", "mean rank over four counts", false);

    private final String id;
    private final String unit;
    private final boolean moreIsBetter;

    Column(String id, String unit, boolean moreIsBetter) {
        this.id = id;
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
    }

    /** Its key in {@code mechanisms.json}. */
    public String id() {
        return id;
    }

    public String unit() {
        return unit;
    }

    public boolean moreIsBetter() {
        return moreIsBetter;
    }
}
