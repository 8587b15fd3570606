package org.rustos.cli.cap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.cli.CommandRun;

import java.util.List;
import java.util.Random;

/** The two ways to ask about capabilities. */
class CapCommandTest {
    @Test
    void decodeShowsWhatACapabilityAllows() {
        CommandRun run =
                CommandRun.of("cap", "decode", "--meta", "0x000400000510e341", "--addr", "0x12345");
        assertEquals(
                """
                address      0x12345
                base         0x12345
                top          0x12445
                exponent     0
                permissions  0x4 Load
                otype        0x3ffff unsealed
                flags        integer mode
                """,
                run.out());
        assertEquals(0, run.code());
    }

    @Test
    void decodeAnswersAsBatchDoes() {
        CommandRun run = CommandRun.of("cap", "decode", "--meta", "0", "--addr", "ffff", "--json");
        assertEquals(
                "{\"base\":\"0x0\",\"top\":\"0x10000000000000000\",\"exponent\":\"0x34\","
                        + "\"perms\":\"0x0\",\"otype\":\"0x3ffff\",\"flags\":\"0x0\"}\n",
                run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'op':'setbounds','meta':'0xffff000000000000','addr':'0x0','tag':1,'len':'0x1001'}"
                        + "| {'exact':0,'meta':'0xffff000000038004','tag':1,'base':'0x0',"
                        + "'top':'0x1008'}",
                // Wider than it was: bounds as asked for, and no tag.
                "{'op':'setbounds','meta':'0xffff00000510e341','addr':'0x12345','tag':1,"
                        + "'len':'0x101'}"
                        + "| {'exact':1,'meta':'0xffff000005102341','tag':0,'base':'0x12345',"
                        + "'top':'0x12446'}",
                // Sealed.
                "{'op':'setbounds','meta':'0xffff000008000000','addr':'0x0','tag':1,'len':'0x10'}"
                        + "| {'exact':1,'meta':'0xffff00000c058004','tag':0,'base':'0x0',"
                        + "'top':'0x10'}",
                "{'op':'setaddr','meta':'0xffff00000510e341','addr':'0x12345','tag':1,"
                        + "'new':'0x15800'}"
                        + "| {'representable':0,'meta':'0xffff00000510e341','tag':0}",
                "{'op':'setaddr','meta':'0xffff00000510e341','addr':'0x12345','tag':1,"
                        + "'new':'0x157ff'}"
                        + "| {'representable':1,'meta':'0xffff00000510e341','tag':1}",
                "{'op':'cram','len':'0x1fff'}"
                        + "| {'mask':'0xfffffffffffffff0','rounded':'0x2000'}",
            })
    void batchAnswersEachQuestion(String question, String answer) {
        CommandRun run = CommandRun.with(question.replace('\'', '"') + "\n", "cap", "batch");
        assertEquals(answer.strip().replace('\'', '"') + "\n", run.out());
        assertEquals(0, run.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"op\":\"jump\"}",
                "{\"op\":\"cram\"}",
                "{\"op\":\"cram\",\"len\":16}",
                "{\"op\":\"cram\",\"len\":\"16\"}",
                "{\"op\":\"cram\",\"len\":\"0x\"}",
                "{\"op\":\"cram\",\"len\":\"0x10000000000000000\"}",
                "{\"op\":\"cram\",\"len\":\"0x1\"} {}",
                "{\"op\":\"setaddr\",\"meta\":\"0x0\",\"addr\":\"0x0\",\"tag\":2,\"new\":\"0x0\"}",
            })
    void aBadLineIsAnsweredAndTheNextIsServed(String line) {
        CommandRun run =
                CommandRun.with(line + "\n{\"op\":\"cram\",\"len\":\"0x8\"}", "cap", "batch");
        List<String> answers = run.out().lines().toList();
        assertEquals(2, answers.size(), run.out());
        assertTrue(answers.get(0).startsWith("{\"error\":\""), answers.get(0));
        assertEquals("{\"mask\":\"0xffffffffffffffff\",\"rounded\":\"0x8\"}", answers.get(1));
        assertEquals(0, run.code());
    }

    @Test
    void noLineIsTooLongOrTooWild() {
        StringBuilder input = new StringBuilder("[".repeat(100_000)).append('\n');
        input.append("[".repeat(4000)).append('\n');
        Random random = new Random(4);
        for (int line = 0; line < 200; line++) {
            random.ints(40, 0, 256).filter(c -> c != '\n').forEach(c -> input.append((char) c));
            input.append('\n');
        }
        CommandRun run = CommandRun.with(input.toString(), "cap", "batch");
        assertEquals(202, run.out().lines().count());
        assertTrue(run.out().lines().allMatch(l -> l.startsWith("{\"error\":")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xyz", "0x", "-1", "0x12345678901234567"})
    void aBadNumberIsAUsageError(String number) {
        CommandRun run = CommandRun.of("cap", "decode", "--meta", number, "--addr", "0x0");
        assertEquals(64, run.code());
        assertEquals(1, run.errLines().size(), run.err());
    }

    @Test
    void capWithoutACommandSaysWhichThereAre() {
        CommandRun run = CommandRun.of("cap");
        assertEquals(64, run.code());
        assertTrue(run.err().contains("decode or batch"), run.err());
    }
}
