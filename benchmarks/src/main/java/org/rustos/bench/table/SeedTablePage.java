package org.rustos.bench.table;

import com.fasterxml.jackson.core.JsonProcessingException;

import org.rustos.bench.report.PageTemplate;
import org.rustos.bench.result.CanonicalJson;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Draws the table for a browser: one file that needs nothing else, with every figure inside. */
public final class SeedTablePage {
    /** File name in a result folder. */
    public static final String PAGE = "seed-table.html";

    /** File name of the figures. */
    public static final String JSON = "seed-table.json";

    private SeedTablePage() {}

    /** The whole page. */
    public static String render(SeedTable table) {
        try {
            return PageTemplate.of("/table/seed-table.html")
                    .fill("css", PageTemplate.resource("/report/report.css"))
                    .fill("more", PageTemplate.resource("/table/seed-table.css"))
                    .fill(
                            "table",
                            PageTemplate.embedded(CanonicalJson.MAPPER.writeValueAsString(table)))
                    .fill("shared", PageTemplate.resource(PageTemplate.SHARED))
                    .fill("script", PageTemplate.resource("/table/seed-table.js"))
                    .text();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes page and figures into a folder. */
    public static Path write(Path folder, SeedTable table) {
        try {
            Files.writeString(folder.resolve(JSON), CanonicalJson.write(table));
            return Files.writeString(folder.resolve(PAGE), render(table));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
