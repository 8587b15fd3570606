package org.rustos.workloads.program;

import org.rustos.workloads.Parameter;
import org.rustos.workloads.ParameterException;
import org.rustos.workloads.Parameters;
import org.rustos.workloads.TextParameter;
import org.rustos.workloads.trace.Replay;
import org.rustos.workloads.trace.TraceException;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.zip.GZIPInputStream;

/** What the calls of a real program cost, as far as a log of strace tells them. */
public final class TraceReplay extends GuestProgram {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    public TraceReplay() {
        super(
                "trace-replay",
                "do the calls of a log of strace again",
                List.of("call of the log", "null", "open", "close", "read", "write", "stat"),
                new Parameter("iterations", "passes over the log", 3, 1, 40),
                new Parameter("warmup", "passes before the first stretch", 1, 0, 20),
                List.of());
    }

    @Override
    public List<TextParameter> texts() {
        return List.of(
                new TextParameter(
                        "log",
                        "a file that strace -f -y -o wrote, plain or gzip, or notes",
                        "notes"));
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) throws ParameterException {
        String log = given.text("log");
        int passes = (int) (given.get("warmup") + given.get("iterations") + 1);
        try (Reader reader = open(log)) {
            return Replay.of(reader).files(passes);
        } catch (TraceException e) {
            throw new ParameterException(log + ": " + e.getMessage(), e);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new ParameterException(
                    "no log '" + log + "'; set log= to a file that strace -f -y -o wrote", e);
        } catch (IOException e) {
            throw new ParameterException(
                    log + ": cannot be read (" + e.getMessage() + "); is it a log of strace?", e);
        }
    }

    /** One that comes with the program, else a file. */
    private static Reader open(String log) throws IOException {
        InputStream bundled =
                log.matches("[a-z-]{1,40}")
                        ? TraceReplay.class.getResourceAsStream("/traces/" + log + ".strace")
                        : null;
        InputStream bytes =
                new BufferedInputStream(
                        bundled != null ? bundled : Files.newInputStream(Path.of(log)));
        bytes.mark(2);
        boolean packed = bytes.read() == GZIP_FIRST && bytes.read() == GZIP_SECOND;
        bytes.reset();
        return new InputStreamReader(
                packed ? new GZIPInputStream(bytes) : bytes, StandardCharsets.ISO_8859_1);
    }
}
