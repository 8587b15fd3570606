package org.rustos.cli;

import org.rustos.bench.suite.SuiteException;
import org.rustos.channels.trace.TraceWriteException;
import org.rustos.core.cpu.EngineUnavailableException;
import org.rustos.core.cpu.ProfileException;
import org.rustos.core.elf.ElfException;
import org.rustos.cpu.natives.NativeLibraryMissingException;
import org.rustos.cpu.unicorn.EngineException;
import org.rustos.cpu.zydis.DecoderException;

/**
 * What a script may rely on when one of our commands ends. A guest's own status, and 128 + signal
 * for a guest that a trap killed, are passed on beside these; figures follow {@code sysexits.h}
 * where it has one.
 */
public enum ExitCode {
    /** Done, and everything that was checked held. */
    OK(0),
    /** {@code compare} found a row that is worse by more than the threshold. */
    WORSE(1),
    /** Unknown command or option, or options that contradict each other. */
    USAGE(64),
    /** A file that cannot be read, or whose content is not what it should be. */
    BAD_INPUT(65),
    /** An engine or native library is missing, too old or failed. */
    ENGINE(69),
    /** Our own bug. */
    INTERNAL(70),
    /** A limit that the user set was reached, for example {@code --max-cycles}. */
    LIMIT(75),
    /** A workload did not verify its result, a row of a suite failed, a program was rejected. */
    VERIFICATION(76);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The process exit status. */
    public int code() {
        return code;
    }

    /** The exit code of a failure of a known kind; {@link #INTERNAL} for all that is not. */
    static ExitCode of(Throwable failure) {
        return switch (failure) {
            case CommandFailure known -> known.exitCode();
            case EngineUnavailableException e -> ENGINE;
            case NativeLibraryMissingException e -> ENGINE;
            case EngineException e -> ENGINE;
            case TraceWriteException e -> ENGINE;
            case DecoderException e -> ENGINE;
            case ProfileException e -> BAD_INPUT;
            case ElfException e -> BAD_INPUT;
            case SuiteException e -> BAD_INPUT;
            case OutOfMemoryError e -> LIMIT;
            case null, default -> INTERNAL;
        };
    }
}
