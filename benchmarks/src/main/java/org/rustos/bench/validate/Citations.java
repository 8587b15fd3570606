package org.rustos.bench.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.rustos.kernel.Kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which rows of the measurements a data file names where it says where its figures come from: only
 * so can a row be told that no figure was taken from.
 */
public final class Citations {
    private static final List<String> FIELDS = List.of("source", "sources");

    private Citations() {}

    /** The words of every {@code source} text, and of every text of a {@code sources} object. */
    public static Set<String> of(JsonNode document) {
        Set<String> words = new TreeSet<>();
        collect(document, words);
        return words;
    }

    /** The same of the table of kernel paths. */
    static Set<String> ofKernelPaths() {
        try (InputStream in = Kernel.class.getResourceAsStream("kernel-paths.json")) {
            return of(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("kernel-paths.json", e);
        }
    }

    private static void collect(JsonNode node, Set<String> words) {
        for (var field : node.properties()) {
            if (FIELDS.contains(field.getKey())) {
                texts(field.getValue(), words);
            } else {
                collect(field.getValue(), words);
            }
        }
        if (node.isArray()) {
            node.forEach(element -> collect(element, words));
        }
    }

    private static void texts(JsonNode node, Set<String> words) {
        words.addAll(List.of(node.asText().split("[^A-Za-z0-9_@]+", -1)));
        node.forEach(child -> texts(child, words));
    }
}
