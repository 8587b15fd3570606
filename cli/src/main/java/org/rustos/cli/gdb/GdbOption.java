package org.rustos.cli.gdb;

import picocli.CommandLine.Option;

/** The option by which a run waits for a debugger. */
public final class GdbOption {
    @Option(
            names = "--gdb",
            paramLabel = "[HOST:]PORT",
            converter = GdbAddress.Converter.class,
            description = {
                "Wait for gdb on that port before the first instruction; 0 takes any free port."
                        + " Without HOST only this machine can connect. Debian's gdb-multiarch"
                        + " needs no file: 'target remote :PORT'."
            })
    private GdbAddress address;

    /** Where to listen, or null for a run without a debugger. */
    public GdbAddress address() {
        return address;
    }
}
