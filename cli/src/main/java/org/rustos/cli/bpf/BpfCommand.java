package org.rustos.cli.bpf;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gives the eBPF machine a door of its own, so that it can be used and judged by itself. */
@Command(
        name = "bpf",
        description = "Verifies, runs and prints eBPF programs (RFC 9669).",
        mixinStandardHelpOptions = true,
        subcommands = {BpfVerifyCommand.class, BpfExecCommand.class, BpfDisasmCommand.class})
public final class BpfCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: verify, exec or disasm");
    }
}
