package org.rustos.bench.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import org.rustos.bench.attack.Configuration;
import org.rustos.bench.attack.Finding;
import org.rustos.bench.attack.Finding.Outcome;
import org.rustos.bench.result.CanonicalJson;
import org.rustos.bench.suite.SuiteException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what {@code ./rustos attack --json} printed, so that attacks need not run twice. */
public final class AttackFile {
    private static final String REMEDY = "; give what './rustos attack --json' printed";

    private AttackFile() {}

    /**
     * The findings of a file.
     *
     * @throws SuiteException one line with file, place and remedy
     */
    public static List<Finding> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SuiteException(file + ": no such file" + REMEDY);
        }
        try {
            JsonNode tree = CanonicalJson.MAPPER.readTree(file.toFile());
            if (tree == null || !tree.isArray() || tree.isEmpty()) {
                throw new SuiteException(file + ": not a list of findings" + REMEDY);
            }
            List<Finding> findings = new ArrayList<>();
            for (JsonNode node : tree) {
                findings.add(finding(file, findings.size(), node));
            }
            return findings;
        } catch (JsonProcessingException e) {
            throw new SuiteException(
                    file
                            + ": not JSON ("
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + ")"
                            + REMEDY);
        } catch (IOException e) {
            throw new SuiteException(file + ": cannot be read (" + e.getMessage() + ")");
        }
    }

    private static Finding finding(Path file, int index, JsonNode node) {
        Configuration configuration =
                new Configuration(
                        text(file, index, node, "configuration"),
                        node.path("weakened").asBoolean(false),
                        Map.of(),
                        Set.of(),
                        Configuration.STANDARD.cores());
        return new Finding(
                text(file, index, node, "attack"),
                text(file, index, node, "mechanism"),
                text(file, index, node, "cpu"),
                configuration,
                outcome(file, index, text(file, index, node, "outcome")),
                text(file, index, node, "where"));
    }

    private static String text(Path file, int index, JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new SuiteException(
                    file + ": [" + index + "]." + field + ": needs a text" + REMEDY);
        }
        return value.asText();
    }

    private static Outcome outcome(Path file, int index, String word) {
        for (Outcome outcome : Outcome.values()) {
            if (outcome.word().equals(word)) {
                return outcome;
            }
        }
        throw new SuiteException(
                file + ": [" + index + "].outcome: no outcome is called '" + word + "'" + REMEDY);
    }
}
