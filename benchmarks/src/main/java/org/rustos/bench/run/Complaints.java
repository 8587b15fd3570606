package org.rustos.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Drains a worker's standard error, passes nothing on, and remembers the line that best says why it
 * died: the last assertion or error, else the last line.
 */
final class Complaints {
    private static final int LONGEST = 300;

    private String last = "";
    private String telling = "";
    private final Thread drain;

    private Complaints(InputStream stream) {
        drain = Thread.ofVirtual().unstarted(() -> drain(stream));
    }

    static Complaints of(InputStream stream) {
        Complaints complaints = new Complaints(stream);
        complaints.drain.start();
        return complaints;
    }

    /** What it said before its end; call after the process has ended. */
    String last() {
        try {
            drain.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            String line = telling.isEmpty() ? last : telling;
            return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
        }
    }

    private void drain(InputStream stream) {
        try (var lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                remember(line.strip());
            }
        } catch (IOException e) {
            // The process is gone; what was read so far is all there is.
        }
    }

    private synchronized void remember(String line) {
        if (line.isEmpty()) {
            return;
        }
        last = line;
        if (line.contains("ssertion") || line.startsWith("Exception in")) {
            telling = line;
        }
    }
}
