package org.rustos.workloads.program;

import org.rustos.kernel.network.RemoteClient;
import org.rustos.workloads.Parameter;
import org.rustos.workloads.Parameters;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a request to a web server costs: sockets and files together. */
public final class WebServer extends GuestProgram {
    public WebServer() {
        super(
                "web-server",
                "serve files by HTTP on port 80 to a client outside of the machine",
                List.of("request", "connection accepted"),
                List.of(
                        new Parameter("files", "pages below /www", 16, 1, 256),
                        new Parameter("size", "bytes of the largest page", 4096, 1, 65_536),
                        new Parameter("keep", "requests of a connection", 8, 1, 1_000_000),
                        new Parameter("port", "where it listens", 80, 1, 65_535),
                        new Parameter("seed", "of the pages asked for", 1, 0, Long.MAX_VALUE)));
    }

    private static WebPages pages(Parameters given) {
        return new WebPages((int) given.get("files"), (int) given.get("size"));
    }

    @Override
    public SortedMap<String, byte[]> prepare(Parameters given) {
        WebPages pages = pages(given);
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (int page = 0; page < pages.count(); page++) {
            files.put("/www" + WebPages.path(page), pages.content(page));
        }
        return Collections.unmodifiableSortedMap(files);
    }

    @Override
    public Optional<RemoteClient> remote(Parameters given) {
        return Optional.of(
                new WebClient(
                        (int) given.get("port"),
                        pages(given),
                        given.get("warmup") + given.get("iterations"),
                        (int) given.get("keep"),
                        given.get("seed")));
    }
}
