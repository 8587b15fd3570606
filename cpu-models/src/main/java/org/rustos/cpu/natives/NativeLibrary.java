package org.rustos.cpu.natives;

/**
 * Names the libraries that a machine needs beside its JDK, so that the resolver, the error message
 * and {@code doctor} agree about versions and files. The set-up script {@code tools/fetch-natives}
 * uses the same file names and variables.
 */
public enum NativeLibrary {
    /** The CPU engine: 2.1.1 cannot hook RDTSC, 2.0 reads wrong memory under paging. */
    UNICORN("Unicorn", "2.1.4", "RUSTOS_UNICORN", "rustos.unicorn", "unicorn-2.1.4.so"),
    /** The decoder: operand read and write sets, from which block costs are computed. */
    ZYDIS("Zydis", "4.0", "RUSTOS_ZYDIS", "rustos.zydis", "zydis-4.0.so");

    private final String displayName;
    private final String version;
    private final String variable;
    private final String property;
    private final String cacheFile;

    NativeLibrary(
            String displayName,
            String version,
            String variable,
            String property,
            String cacheFile) {
        this.displayName = displayName;
        this.version = version;
        this.variable = variable;
        this.property = property;
        this.cacheFile = cacheFile;
    }

    /** The name as its authors write it. */
    public String displayName() {
        return displayName;
    }

    /** The version that set-up brings and the bindings are written for. */
    public String version() {
        return version;
    }

    /** The environment variable that overrides every other place. */
    public String variable() {
        return variable;
    }

    /** The system property that overrides the environment variable. */
    public String property() {
        return property;
    }

    /** The file name inside the {@code natives} folder of our cache. */
    public String cacheFile() {
        return cacheFile;
    }
}
