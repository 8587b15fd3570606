package org.rustos.bench.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One source file without its comments: what is counted of it is code. */
record SourceText(Path path, String code) {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);

    /** Guards and preprocessor's brackets carry nothing. */
    private static final Pattern GUARD =
            Pattern.compile("#(ifndef|ifdef|if|endif|else|elif|undef)\\b.*");

    static SourceText read(Path path) {
        try {
            return new SourceText(path, COMMENT.matcher(Files.readString(path)).replaceAll(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files with an ending below a folder, sorted. */
    static List<SourceText> below(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .map(SourceText::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    /** Lines that say something. */
    int lines() {
        return lines(code);
    }

    static int lines(String code) {
        return (int)
                code.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .filter(line -> !GUARD.matcher(line).matches())
                        .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
                        .count();
    }

    /** Lines in which a pattern occurs. */
    int linesWith(Pattern pattern) {
        return linesWith(pattern, code);
    }

    static int linesWith(Pattern pattern, String code) {
        return (int) code.lines().filter(line -> pattern.matcher(line).find()).count();
    }

    /** The text of a C function at file level, its head included; empty if it is not here. */
    String function(String name) {
        Matcher head =
                Pattern.compile("(?m)^[A-Za-z_].*\\b" + name + "\\([^;{]*\\)\\s*\\{").matcher(code);
        if (!head.find()) {
            return "";
        }
        int depth = 1;
        int at = head.end();
        while (at < code.length() && depth > 0) {
            char c = code.charAt(at++);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return code.substring(head.start(), at);
    }

    /** All that the pattern's first group finds, in order. */
    List<String> all(Pattern pattern) {
        return pattern.matcher(code).results().map(found -> found.group(1)).toList();
    }
}
