package org.rustos.cli.cap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.cli.run.HostStreams;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.concurrent.Callable;

/**
 * Lets another implementation of the format be compared with ours: a question a line, an answer a
 * line, in order. Answers leave whenever the input pauses, so a partner may also wait for each.
 */
@Command(
        name = "batch",
        description = {
            "Answers one JSON object a line from standard input.",
            "",
            "{\"op\":\"decode\",\"meta\":M,\"addr\":A}",
            "{\"op\":\"setbounds\",\"meta\":M,\"addr\":A,\"tag\":T,\"len\":L}",
            "{\"op\":\"setaddr\",\"meta\":M,\"addr\":A,\"tag\":T,\"new\":N}",
            "{\"op\":\"cram\",\"len\":L}",
            "",
            "Numbers are strings like \"0x1f00\"; tags are 0 or 1. A line that is none of these is"
                    + " answered with {\"error\":...}.",
        },
        mixinStandardHelpOptions = true)
public final class CapBatchCommand implements Callable<Integer> {
    /** 128 + SIGPIPE: nobody reads our answers. */
    private static final int READER_GONE = 141;

    /** Far more than any question needs; what is longer is answered as an error and skipped. */
    private static final int LONGEST_LINE = 4096;

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final InputStream in;
    private final byte[] line = new byte[LONGEST_LINE];
    private int length;

    @Spec private CommandSpec spec;

    /** Reads its questions from the standard input of these streams. */
    public CapBatchCommand(HostStreams streams) {
        in = streams.in();
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        byte[] chunk = new byte[1 << 16];
        while (true) {
            out.flush();
            if (out.checkError()) {
                return READER_GONE;
            }
            int count = read(chunk);
            if (count < 0) {
                break;
            }
            for (int i = 0; i < count; i++) {
                take(chunk[i], out);
            }
        }
        if (length > 0) {
            take((byte) '\n', out);
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private int read(byte[] chunk) {
        try {
            return in.read(chunk);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "standard input: cannot be read (" + e.getMessage() + ")");
        }
    }

    /** Adds a byte to the line; its end answers it. */
    private void take(byte next, PrintWriter out) {
        if (next != '\n') {
            if (length < LONGEST_LINE) {
                line[length] = next;
            }
            length = Math.min(length + 1, LONGEST_LINE + 1);
            return;
        }
        out.print(answer());
        out.print('\n');
        length = 0;
    }

    private ObjectNode answer() {
        if (length > LONGEST_LINE) {
            return error("the line is longer than " + LONGEST_LINE + " bytes");
        }
        try {
            return CapAnswers.answer(JSON.readTree(new String(line, 0, length, UTF_8)));
        } catch (JsonProcessingException e) {
            return error("not JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return error(e.getMessage());
        }
    }

    private static ObjectNode error(String message) {
        return JsonNodeFactory.instance.objectNode().put("error", message);
    }
}
