package org.rustos.cli.serve;

import org.rustos.bench.report.PageTemplate;
import org.rustos.bench.report.Report;
import org.rustos.cli.serve.job.ResultFolders;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that can be had by GET: the page with its parts, held in memory, and finished reports. */
final class Pages {
    private static final String SCRIPT = "text/javascript";
    private static final String STYLE = "text/css";
    private static final String REPORTS = "/results/";

    /** Modules of the page, in {@code resources}. */
    private static final List<String> MODULES =
            List.of(
                    "main.js",
                    "link.js",
                    "forms.js",
                    "runs.js",
                    "guest.js",
                    "graph.js",
                    "plots.js");

    private final ResultFolders folders;
    private final Map<String, Content> fixed = new HashMap<>();

    Pages(ResultFolders folders) {
        this.folders = folders;
        fixed.put("/", Content.text("text/html", own("index.html")));
        fixed.put("/serve.css", Content.text(STYLE, own("serve.css")));
        fixed.put("/report.css", Content.text(STYLE, PageTemplate.resource("/report/report.css")));
        fixed.put("/page.js", Content.text(SCRIPT, PageTemplate.resource(PageTemplate.SHARED)));
        fixed.put("/echarts.js", Content.text(SCRIPT, PageTemplate.resource(Report.ECHARTS)));
        for (String module : MODULES) {
            fixed.put("/" + module, Content.text(SCRIPT, own(module)));
        }
    }

    private static String own(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a path names, or null.
     *
     * @param path decoded
     */
    Content get(String path) {
        if (!path.startsWith(REPORTS)) {
            return fixed.get(path);
        }
        String rest = path.substring(REPORTS.length());
        int slash = rest.lastIndexOf('/');
        if (slash < 0) {
            return null;
        }
        String file = rest.substring(slash + 1);
        byte[] bytes = folders.read(rest.substring(0, slash), file);
        if (bytes == null) {
            return null;
        }
        String type = file.endsWith(".html") ? "text/html" : "application/json";
        return new Content(type + "; charset=utf-8", Content.REPORT, bytes);
    }
}
