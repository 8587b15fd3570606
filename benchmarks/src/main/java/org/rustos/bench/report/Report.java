package org.rustos.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;

import org.rustos.bench.result.CanonicalJson;
import org.rustos.bench.result.ResultSet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
     * The version stands in the path of the jar's resource; see {@code echarts.version} in pom.xml.
     */
    private static final String ECHARTS =
            "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";

    private Report() {}

    /** The whole page. */
    public static String render(ResultSet results) {
        String page = resource("/report/report.html");
        page = fill(page, "title", escape("RustOS emulator: suite " + results.suite()));
        page = fill(page, "css", resource("/report/report.css"));
        page = fill(page, "results", embedded(results));
        page = fill(page, "mechanisms", resource("/report/mechanisms.json"));
        page = fill(page, "script", resource("/report/report.js"));
        return fill(page, "echarts", resource(ECHARTS));
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

    private static String fill(String page, String slot, String content) {
        return page.replace("{{" + slot + "}}", content);
    }

    /** JSON inside a script element: no character may end the element or start a comment. */
    private static String embedded(ResultSet results) {
        try {
            return CanonicalJson.MAPPER
                    .writeValueAsString(results)
                    .replace("<", "\\u003c")
                    .replace("{{", "{\\u007b");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String resource(String name) {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
