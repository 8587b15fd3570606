package org.rustos.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a suite file may say, and that every mistake is one line with file, place and remedy. */
class SuiteReaderTest {
    private static final Catalogue CATALOGUE = new FakeCatalogue();

    private static Suite read(String json) {
        return SuiteReader.read(
                "my.json", "my.json", json.getBytes(StandardCharsets.UTF_8), CATALOGUE);
    }

    private static String suite(String rows) {
        return "{\"id\": \"s\", \"description\": \"d\", \"rows\": [" + rows + "]}";
    }

    private static String row(String more) {
        return "{\"cpu\": \"x86-zen3\", \"mechanism\": \"ring\", \"workload\": \"batch\""
                + more
                + "}";
    }

    @Test
    void listsExpandToTheirCrossProductAndComparedCellsStandTogether() {
        Suite suite =
                read(
                        suite(
                                "{\"cpu\": [\"x86-zen3\", \"riscv-cheri\"],"
                                        + " \"mechanism\": \"ring\","
                                        + " \"options\": {\"wait\": [\"doorbell\", \"polling\"]},"
                                        + " \"workload\": \"batch\","
                                        + " \"parameters\": {\"batch\": [1, 8]}}"));
        assertEquals(
                List.of(
                        "x86-zen3 ring[wait=doorbell] batch[batch=1] seed 1",
                        "x86-zen3 ring[wait=polling] batch[batch=1] seed 1",
                        "riscv-cheri ring[wait=doorbell] batch[batch=1] seed 1",
                        "riscv-cheri ring[wait=polling] batch[batch=1] seed 1",
                        "x86-zen3 ring[wait=doorbell] batch[batch=8] seed 1",
                        "x86-zen3 ring[wait=polling] batch[batch=8] seed 1",
                        "riscv-cheri ring[wait=doorbell] batch[batch=8] seed 1",
                        "riscv-cheri ring[wait=polling] batch[batch=8] seed 1"),
                suite.experiments().stream().map(Experiment::label).toList());
    }

    @Test
    void everySeedIsAnExperiment() {
        Suite suite =
                read(
                        "{\"id\": \"s\", \"description\": \"d\", \"seeds\": [3, 5], \"rows\": ["
                                + row(", \"samples\": 7, \"warmup\": 2")
                                + "]}");
        assertEquals(List.of(3L, 5L), suite.experiments().stream().map(Experiment::seed).toList());
        assertEquals(7, suite.experiments().getFirst().samples());
        assertEquals(2, suite.experiments().getFirst().warmup());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    , "sampels": 3        | my.json: rows[0].sampels: unknown key; did you mean 'samples'?
                    , "samples": 0        | my.json: rows[0].samples: needs a whole number from 1 to 1000000; found 0
                    , "samples": "x"      | my.json: rows[0].samples: needs a whole number from 1 to 1000000; found "x"
                    , "cores": 17         | my.json: rows[0].cores: needs a whole number from 0 to 16; found 17
                    , "options": {"wiat": 1} | my.json: rows[0].options.wiat: 'ring' has no such setting; did you mean 'wait'?
                    , "options": {"wait": "poling"} | my.json: rows[0].options.wait: unknown 'poling'; did you mean 'polling'?
                    , "parameters": {"batch": []} | my.json: rows[0].parameters.batch: needs a value or a list of values
                    , "parameters": {"batch": [8, 8]} | my.json: rows[0].parameters.batch: '8' stands twice; remove one
                    , "parameters": {"batch": 1.5} | my.json: rows[0].parameters.batch: values are texts, whole numbers, true or false; found 1.5
                    """)
    void aMistakeInARowIsNamedWithItsPlaceAndRemedy(String more, String message) {
        assertEquals(
                message,
                assertThrows(SuiteException.class, () -> read(suite(row(more)))).getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"id": "s"                                          | my.json: line 1 column
                    []                                                  | my.json: a suite is a JSON object
                    {"id": "s", "description": "d", "rows": []}         | my.json: rows: needs a list of at least one row
                    {"id": "s", "id": "t"}                              | my.json: line 1 column 17: not JSON (Duplicate
                    {"id": "s", "description": "d", "rows": [{}]}       | my.json: rows[0].cpu: needs a value
                    {"id": "s", "description": "d", "rows": [7]}        | my.json: rows[0]: a row is a JSON object
                    {"description": "d", "rows": [{"cpu": "x86-zen3", "mechanism": "ring", "workload": "batch"}]} | my.json: id: is missing
                    {"id": "s", "description": "d", "seeds": [], "rows": [1]} | my.json: seeds: needs a list of at least one
                    {"id": "s", "description": "d", "rows": [{"cpu": "x86-zen4", "mechanism": "ring", "workload": "batch"}]} | my.json: rows[0].cpu: unknown 'x86-zen4'; did you mean 'x86-zen3'?
                    {"id": "s", "description": "d", "rows": [{"cpu": "x86-zen3", "mechanism": "telepathy", "workload": "batch"}]} | my.json: rows[0].mechanism: unknown 'telepathy'; known: syscall, ring
                    """)
    void aBadFileIsOneLine(String json, String start) {
        String message = assertThrows(SuiteException.class, () -> read(json)).getMessage();
        assertTrue(message.startsWith(start), message);
        assertFalse(message.contains("\n"), message);
    }

    @Test
    void theSameCellTwiceIsAMistake() {
        SuiteException bad =
                assertThrows(SuiteException.class, () -> read(suite(row("") + "," + row(""))));
        assertEquals(
                "my.json: rows[1]: repeats 'x86-zen3 ring batch seed 1'; remove one of the two",
                bad.getMessage());
    }

    @Property
    void whateverTheBytesTheAnswerIsASuiteOrOneLine(@ForAll byte[] bytes) {
        try {
            SuiteReader.read("f", "f", bytes, CATALOGUE);
        } catch (SuiteException bad) {
            assertTrue(bad.getMessage().startsWith("f: "), bad.getMessage());
            assertFalse(bad.getMessage().contains("\n"), bad.getMessage());
        }
    }

    @Test
    void aSelectionKeepsWhatItNamesAndReplacesTheSeed() {
        Suite suite =
                read(
                        suite(
                                "{\"cpu\": \"x86-zen3\", \"mechanism\": [\"syscall\", \"ring\"],"
                                        + " \"workload\": \"null-call\"}"));
        Suite part = new Selection(List.of(), List.of("ring"), List.of(), 9L).of(suite);
        assertEquals(
                List.of("x86-zen3 ring null-call seed 9"),
                part.experiments().stream().map(Experiment::label).toList());
    }

    @Test
    void aCpuWithoutRowsGetsThoseOfTheFirst() {
        Suite suite = read(suite(row("")));
        Suite other = new Selection(List.of("mine.json"), List.of(), List.of(), null).of(suite);
        assertEquals(
                List.of("mine.json ring batch seed 1"),
                other.experiments().stream().map(Experiment::label).toList());
    }

    @Test
    void aSelectionOfNothingSaysWhatThereIs() {
        Suite suite = read(suite(row("")));
        SuiteException bad =
                assertThrows(
                        SuiteException.class,
                        () -> new Selection(List.of(), List.of("rnig"), List.of(), null).of(suite));
        assertEquals(
                "--mechanism rnig: suite s has no such row; did you mean 'ring'?",
                bad.getMessage());
    }
}
