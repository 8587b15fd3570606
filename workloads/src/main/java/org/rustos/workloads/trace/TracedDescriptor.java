package org.rustos.workloads.trace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A descriptor as a log writes it.
 *
 * @param number -1 for the working directory
 * @param path what {@code strace -y} says that it is, or empty
 */
record TracedDescriptor(int number, String path) {
    private static final Pattern FORM =
            Pattern.compile("(AT_FDCWD|-?\\d{1,9})(?:<(.*)>)?(?: .*)?", Pattern.DOTALL);

    /** Null if the text is none. */
    static TracedDescriptor of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        String number = form.group(1);
        String path = form.group(2) == null ? "" : Quotation.unescape(form.group(2));
        return new TracedDescriptor(
                number.equals("AT_FDCWD") ? -1 : Integer.parseInt(number), path);
    }

    /** Whether it is known to be a file of a tree, and not a device, pipe or socket. */
    boolean isFile() {
        return path.startsWith("/") && !path.startsWith("/dev/");
    }

    /** What it is called where it cannot be replayed. */
    String kind() {
        if (path.isEmpty()) {
            return "an unknown descriptor";
        }
        if (path.startsWith("/")) {
            return "a device";
        }
        int colon = path.indexOf(':');
        String kind = colon > 0 ? path.substring(0, colon) : "";
        return switch (kind) {
            case "pipe" -> "a pipe";
            case "anon_inode" -> "an anonymous object";
            default -> "a socket";
        };
    }
}
