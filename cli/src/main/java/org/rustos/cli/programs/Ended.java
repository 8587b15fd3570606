package org.rustos.cli.programs;

/**
 * What a command left behind, on either side.
 *
 * @param code exit code as a shell shows it
 * @param out standard output, one char a byte
 * @param err standard error, likewise
 */
record Ended(int code, String out, String err) {
    /** One line that shows where two ends differ, or empty. */
    static String difference(Ended host, Ended guest) {
        if (host.code != guest.code) {
            return "exit code " + guest.code + ", natively " + host.code + tail(guest, host);
        }
        String out = firstLine("stdout", host.out, guest.out);
        return out.isEmpty() ? firstLine("stderr", host.err, guest.err) : out;
    }

    private static String tail(Ended guest, Ended host) {
        String more = firstLine("stderr", host.err, guest.err);
        return more.isEmpty() ? "" : "; " + more;
    }

    private static String firstLine(String stream, String host, String guest) {
        if (host.equals(guest)) {
            return "";
        }
        String[] wanted = host.split("\n", -1);
        String[] got = guest.split("\n", -1);
        int line = 0;
        while (line < wanted.length && line < got.length && wanted[line].equals(got[line])) {
            line++;
        }
        return "%s line %d: %s, natively %s"
                .formatted(stream, line + 1, quoted(got, line), quoted(wanted, line));
    }

    private static String quoted(String[] lines, int line) {
        return line < lines.length ? '"' + lines[line] + '"' : "nothing";
    }
}
