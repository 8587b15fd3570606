package org.rustos.cli.cap;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gives the capability codec a door of its own, so that it can be used and judged by itself. */
@Command(
        name = "cap",
        description = "Shows CHERI capabilities (ISAv9, 128 bits) and computes with their bounds.",
        mixinStandardHelpOptions = true,
        subcommands = {CapDecodeCommand.class, CapBatchCommand.class})
public final class CapCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: decode or batch");
    }
}
