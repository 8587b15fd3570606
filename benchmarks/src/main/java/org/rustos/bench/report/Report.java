package org.rustos.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;

import org.rustos.bench.result.CanonicalJson;
import org.rustos.bench.result.ResultSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the page that people look at: one self-contained file, readable offline and from {@code
 * file://}, with the results, the charts' library and the script inside. Equal results give an
 * equal page.
 */
public final class Report {
    /** File name of the page in a result folder. */
    public static final String PAGE = "report.html";

    /**
     * The charts' library as a resource; the version stands in the path, see {@code
     * echarts.version} in pom.xml.
     */
    public static final String ECHARTS =
            "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";

    private Report() {}

    /** The whole page. */
    public static String render(ResultSet results) {
        return PageTemplate.of("/report/report.html")
                .fill("title", escape("RustOS emulator: suite " + results.suite()))
                .fill("css", PageTemplate.resource("/report/report.css"))
                .fill("results", embedded(results))
                .fill("mechanisms", PageTemplate.resource("/report/mechanisms.json"))
                .fill("shared", PageTemplate.resource(PageTemplate.SHARED))
                .fill("script", PageTemplate.resource("/report/report.js"))
                .fill("echarts", PageTemplate.resource(ECHARTS))
                .text();
    }

    /** Writes the page into a result folder. */
    public static Path write(Path folder, ResultSet results) {
        Path page = folder.resolve(PAGE);
        try {
            Files.writeString(page, render(results));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page;
    }

    private static String embedded(ResultSet results) {
        try {
            return PageTemplate.embedded(CanonicalJson.MAPPER.writeValueAsString(results));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
