package org.rustos.core;

/** Names what produced a result: results and snapshots carry it, so it lives below everything. */
public final class EmulatorVersion {
    /** The version of this build, the same as in the root {@code pom.xml}. */
    public static final String VERSION = "0.1.0";

    private EmulatorVersion() {}
}
