package org.rustos.cli.bpf;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.cli.run.HostStreams;
import org.rustos.kernel.ebpf.CodeText;
import org.rustos.kernel.ebpf.RawRun;
import org.rustos.kernel.ebpf.isa.BytecodeException;
import org.rustos.kernel.ebpf.run.Outcome;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/**
 * Runs byte code as the plug-ins of the bpf_conformance project do, so that its suite can judge us:
 * the memory and a text of options that may be empty as arguments, the code on standard input, the
 * digits of R0 as the answer.
 */
@Command(
        name = "exec",
        description = {
            "Runs eBPF byte code given as hex digits on standard input and prints r0 in hex.",
            "",
            "r1 is the address of the memory, r2 its length. No verifier runs: an access outside of"
                    + " memory and stack ends the run with 139, a loop without end with 75.",
        },
        mixinStandardHelpOptions = true)
public final class BpfExecCommand implements Callable<Integer> {
    /** 128 + SIGSEGV: as for a guest that a trap killed. */
    private static final int FAULT = 139;

    private static final int LONGEST = 1 << 24;

    private final InputStream in;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MEMORY_HEX",
            defaultValue = "",
            description = "The memory's bytes as hex digits; white space is skipped.")
    private String memory;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OPTIONS",
            defaultValue = "",
            hidden = true,
            description = "What the conformance runner passes; must be empty.")
    private String options;

    @Option(
            names = "--max-steps",
            paramLabel = "N",
            defaultValue = "100000000",
            description = "Instructions to run at most (default: ${DEFAULT-VALUE}).")
    private long maxSteps;

    @Spec private CommandSpec spec;

    /** Reads the code from the standard input of these streams. */
    public BpfExecCommand(HostStreams streams) {
        in = streams.in();
    }

    @Override
    public Integer call() {
        if (!options.isBlank()) {
            throw new ParameterException(
                    spec.commandLine(), "Unmatched argument: '" + options + "'");
        }
        Outcome outcome = run(hex("standard input", code()), hex("MEMORY_HEX", memory));
        switch (outcome.end()) {
            case RETURNED -> {
                PrintWriter out = spec.commandLine().getOut();
                out.println(Long.toHexString(outcome.r0()));
                out.flush();
                return ExitCode.OK.code();
            }
            case LIMIT ->
                    throw new CommandFailure(
                            ExitCode.LIMIT,
                            "instruction %d: %s (--max-steps)"
                                    .formatted(outcome.slot(), outcome.fault()));
            case FAULT -> {
                spec.commandLine()
                        .getErr()
                        .println("rustos: instruction " + outcome.slot() + ": " + outcome.fault());
                return FAULT;
            }
        }
        throw new AssertionError();
    }

    private Outcome run(byte[] code, byte[] bytes) {
        try {
            return RawRun.of(code, bytes, maxSteps);
        } catch (BytecodeException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "standard input: " + e.line());
        }
    }

    private static byte[] hex(String what, String text) {
        try {
            return CodeText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, what + ": " + e.getMessage());
        }
    }

    private String code() {
        try {
            byte[] bytes = in.readNBytes(LONGEST);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "standard input: cannot be read (" + e.getMessage() + ")");
        }
    }
}
