package org.rustos.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.cli.CommandRun;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** What scripts rely on: streams, exit codes and the JSON of a run that goes well. */
class RunCommandTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /** exit_group(edi) */
    private static final String EXIT = " b8 e7 00 00 00 0f 05";

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 64, 255})
    void theGuestsStatusIsOurs(int status) {
        CommandRun run = CommandRun.of("run", exiting(status));
        assertEquals(new CommandRun(status, "", ""), run);
    }

    @Test
    void standardOutputIsTheGuestsOwn() {
        String text = "hello, world\n";
        CommandRun run = CommandRun.of("run", writing(1, text), "--stats", "text");
        assertEquals(0, run.code(), run.err());
        assertEquals(text, run.out());
        assertFalse(run.err().contains("\u001b"), "colours in a pipe");
    }

    @Test
    void standardErrorComesBeforeOurs() {
        CommandRun run = CommandRun.of("run", writing(2, "oops\n"), "--stats", "json");
        assertEquals("", run.out());
        assertEquals("oops", run.errLines().getFirst());
        assertEquals(2, run.errLines().size(), run.err());
    }

    @Test
    void standardInputReachesTheGuest() {
        // read(0, DATA, 16); write(1, DATA, eax); exit(0)
        String echo =
                "31 c0 31 ff be 00 00 00 10 ba 10 00 00 00 0f 05"
                        + "89 c2 b8 01 00 00 00 bf 01 00 00 00 be 00 00 00 10 0f 05 31 ff"
                        + EXIT;
        CommandRun run = CommandRun.with("ping\n", "run", image(echo));
        assertEquals(new CommandRun(0, "ping\n", ""), run);
    }

    @Test
    void jsonIsTheLastLineAndItsCategoriesSumToItsCycles() throws IOException {
        JsonNode json = statistics("run", "null-call", "--stats", "json");
        assertEquals("exited", json.get("exitReason").asText());
        assertEquals(0, json.get("exitCode").asInt());
        assertTrue(json.get("verified").asBoolean());
        assertTrue(json.get("instructions").get("user").asLong() > 1000);
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode cycles : json.get("categories")) {
            sum = sum.add(cycles.decimalValue());
        }
        assertEquals(0, sum.compareTo(json.get("coreCycles").decimalValue()), json.toString());
        assertTrue(json.get("host").get("seconds").decimalValue().signum() > 0);
    }

    @Test
    void equalRunsGiveEqualFigures() throws IOException {
        String[] command = {"run", "file-read", "--set", "iterations=20", "--stats", "json"};
        ObjectNode first = statistics(command);
        ObjectNode second = statistics(command);
        first.remove("host");
        second.remove("host");
        assertEquals(first, second);
    }

    @Test
    void aLimitIsAReasonOfItsOwn() throws IOException {
        ObjectNode json =
                statistics("run", image("eb fe"), "--max-cycles", "1000", "--stats", "json");
        assertEquals("limit", json.get("exitReason").asText());
        assertEquals(75, json.get("exitCode").asInt());
    }

    @Test
    void aKilledGuestIsAReasonOfItsOwn() throws IOException {
        ObjectNode json = statistics("run", image("0f 0b"), "--stats", "json");
        assertEquals("killed", json.get("exitReason").asText());
        assertEquals(132, json.get("exitCode").asInt());
        assertEquals(1, json.get("notices").size());
    }

    @Test
    void theRootIsImportedAndNeverWritten() throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.writeString(root.resolve("f"), "from the host");
        // exit(open("f", O_RDWR | O_TRUNC)); the name lies behind the code
        String open =
                "b8 02 00 00 00 48 8d 3d 10 00 00 00 be 02 02 00 00 0f 05 89 c7" + EXIT + "66 00";
        CommandRun run = CommandRun.of("run", "--root", root.toString(), image(open));
        assertEquals(3, run.code(), run.err());
        assertEquals("from the host", Files.readString(root.resolve("f")));
    }

    @Test
    void optionsMayFollowTheImageAndArgumentsFollowTheDashes() {
        // exit(argc)
        String image = image("5f" + EXIT);
        assertEquals(4, CommandRun.of("run", image, "--", "a", "--cores", "@b").code());
        assertEquals(1, CommandRun.of("run", image, "--cores", "2").code());
    }

    private ObjectNode statistics(String... command) throws IOException {
        List<String> lines = CommandRun.of(command).errLines();
        return (ObjectNode) JSON.readTree(lines.getLast());
    }

    private String exiting(int status) {
        return image("bf " + HexFormat.of().toHexDigits((byte) status) + " 00 00 00" + EXIT);
    }

    /** write(fd, text, length); exit(0); the text lies behind the code. */
    private String writing(int descriptor, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        HexFormat hex = HexFormat.of();
        return image(
                "b8 01 00 00 00 bf 0%d 00 00 00 48 8d 35 10 00 00 00 ba %s 00 00 00 0f 05 31 ff"
                                .formatted(descriptor, hex.toHexDigits((byte) bytes.length))
                        + EXIT
                        + hex.formatHex(bytes));
    }

    private String image(String code) {
        return TinyProgram.of(code).in(folder).toString();
    }
}
