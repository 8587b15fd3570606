package org.rustos.cli.serve.job;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.rustos.bench.report.Report;
import org.rustos.bench.result.CanonicalJson;
import org.rustos.bench.result.ResultStore;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folders of finished results below one folder, found by looking. A request names one of those
 * that were found and a file that such folders have: it never becomes a path of its own.
 */
public final class ResultFolders {
    /** What may be read of a folder. */
    private static final List<String> FILES =
            List.of(Report.PAGE, ResultStore.RESULTS, "seed-table.html");

    /** Name of the folder itself, as if it were one below. */
    private static final String ITSELF = ".";

    private static final int MOST = 500;
    private static final long LARGEST = 64L << 20;
    private static final int LONGEST_TEXT = 200;

    /**
     * One folder.
     *
     * @param written host time of its results, milliseconds; also orders the list
     * @param failed rows without a result
     */
    private record Found(
            String name,
            Path folder,
            long written,
            long bytes,
            String suite,
            int rows,
            int failed) {}

    private final Path top;
    private final AtomicLong version = new AtomicLong();
    private volatile Map<String, Found> found = Map.of();

    /** The folders below one; {@link #look} finds them. */
    public ResultFolders(Path top) {
        this.top = top;
    }

    /** Grows with every change. */
    public long version() {
        return version.get();
    }

    /** Looks again. */
    public synchronized void look() {
        List<Found> list = new ArrayList<>();
        add(list, ITSELF, top);
        if (Files.isDirectory(top)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(top)) {
                for (Path folder : folders) {
                    if (list.size() < MOST) {
                        add(list, String.valueOf(folder.getFileName()), folder);
                    }
                }
            } catch (IOException e) {
                // What can be read is shown.
            }
        }
        list.sort(Comparator.comparingLong(Found::written).reversed().thenComparing(Found::name));
        Map<String, Found> next = new LinkedHashMap<>();
        list.forEach(folder -> next.put(folder.name(), folder));
        if (!List.copyOf(next.values()).equals(List.copyOf(found.values()))) {
            found = Collections.unmodifiableMap(next);
            version.incrementAndGet();
        }
    }

    private void add(List<Found> list, String name, Path folder) {
        Path results = folder.resolve(ResultStore.RESULTS);
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && !name.equals(ITSELF)
                    || !readable(results)) {
                return;
            }
            long written = Files.getLastModifiedTime(results).toMillis();
            long bytes = Files.size(results);
            Found before = found.get(name);
            list.add(
                    before != null && before.written() == written && before.bytes() == bytes
                            ? before
                            : read(name, folder, written, bytes));
        } catch (IOException e) {
            // Damaged, or gone by now: not a folder of results.
        }
    }

    private static boolean readable(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LARGEST;
    }

    private static Found read(String name, Path folder, long written, long bytes)
            throws IOException {
        String suite = "";
        int rows = 0;
        int failed = 0;
        Path file = folder.resolve(ResultStore.RESULTS);
        try (JsonParser json = CanonicalJson.MAPPER.createParser(file.toFile())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no results");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("suite") && value == JsonToken.VALUE_STRING) {
                    suite = json.getText();
                } else if (field.equals("rows") && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        rows++;
                        failed += failed(json) ? 1 : 0;
                    }
                } else {
                    json.skipChildren();
                }
            }
        }
        if (suite.length() > LONGEST_TEXT) {
            suite = suite.substring(0, LONGEST_TEXT);
        }
        return new Found(name, folder, written, bytes, suite, rows, failed);
    }

    /** Reads one row to its end. */
    private static boolean failed(JsonParser json) throws IOException {
        boolean failed = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean status = json.currentName().equals("status");
            json.nextToken();
            failed |= status && "FAILED".equals(json.getText());
            json.skipChildren();
        }
        return failed;
    }

    /** All that were found, the newest first. */
    public ArrayNode list() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Found folder : found.values()) {
            list.addObject()
                    .put("name", folder.name())
                    .put("written", folder.written())
                    .put("suite", folder.suite())
                    .put("rows", folder.rows())
                    .put("failed", folder.failed());
        }
        return list;
    }

    /** A file of a folder that was found, or null if there is none of that name. */
    public byte[] read(String folder, String file) {
        Found known = found.get(folder);
        if (known == null || !FILES.contains(file)) {
            return null;
        }
        Path path = known.folder().resolve(file);
        try {
            return readable(path) ? Files.readAllBytes(path) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Makes a folder of its own for a suite. */
    synchronized Path make(String suite) throws Refusal {
        try {
            Files.createDirectories(top);
            for (int number = 1; ; number++) {
                Path folder = top.resolve(suite + "-" + number);
                if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
                    return Files.createDirectory(folder);
                }
            }
        } catch (IOException e) {
            throw new Refusal("no folder for results below " + top + ": " + e.getMessage());
        }
    }
}
