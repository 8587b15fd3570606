package org.rustos.bench.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The guest library of one mechanism: its file and what that includes, as the compiler sees it on
 * x86-64. Headers of the interface are nobody's.
 */
final class GuestSources {
    private static final Pattern INCLUDE = Pattern.compile("#include \"([\\w./-]+)\"");

    /** A variable of the file that is kept from call to call, with a structure's members or not. */
    private static final Pattern STATE =
            Pattern.compile(
                    "(?m)^static (?!const\\b)(?!.*\\*const\\b)(?!inline\\b)"
                            + "(?:struct (?:\\w+ )?\\{([^}]*)}|[\\w ]+?[ *])\\s*\\w+(?:\\[[^]]*])?"
                            + "(?: = [^;]*)?;");

    private static final String UNSUPPORTED = "return -ENOSYS;";

    private final List<SourceText> files;

    GuestSources(Path guest, String mechanism) {
        List<Path> folders =
                List.of(
                        guest.resolve("lib/mechanism"),
                        guest.resolve("lib"),
                        guest.resolve("lib/arch/x86_64"));
        Map<String, SourceText> found = new LinkedHashMap<>();
        Deque<String> wanted = new ArrayDeque<>(List.of(mechanism + ".c"));
        while (!wanted.isEmpty()) {
            String name = wanted.removeFirst();
            for (Path folder : folders) {
                Path file = folder.resolve(name);
                if (!found.containsKey(name) && Files.isRegularFile(file)) {
                    SourceText text = SourceText.read(file);
                    found.put(name, text);
                    wanted.addAll(text.all(INCLUDE));
                }
            }
        }
        files = List.copyOf(found.values());
    }

    List<SourceText> files() {
        return files;
    }

    int lines() {
        return files.stream().mapToInt(SourceText::lines).sum();
    }

    /** What it remembers between calls. */
    int states() {
        int count = 0;
        for (SourceText file : files) {
            Matcher state = STATE.matcher(file.code());
            while (state.find()) {
                String members = state.group(1);
                count += members == null ? 1 : (int) members.chars().filter(c -> c == ';').count();
            }
        }
        return count;
    }

    /** Of the operations that exist those that it does not refuse. */
    List<String> carried(List<String> operations) {
        List<String> carried = new ArrayList<>();
        for (String operation : operations) {
            String body = function(operation);
            if (!body.isEmpty() && !onlyRefuses(body)) {
                carried.add(operation);
            }
        }
        return carried;
    }

    private static boolean onlyRefuses(String body) {
        int open = body.indexOf('{');
        String statements = open < 0 ? "" : body.substring(open + 1, body.lastIndexOf('}'));
        return statements.replaceAll("\\(void\\)[^;]*;", "").strip().equals(UNSUPPORTED);
    }

    /** The function of an operation, wherever it is. */
    String function(String operation) {
        for (SourceText file : files) {
            String body = file.function("ros_" + operation.toLowerCase(Locale.ROOT));
            if (!body.isEmpty()) {
                return body;
            }
        }
        return "";
    }
}
