package org.rustos.cli.programs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The calls of a program and of the processes that it started, in the words of strace, with what
 * may differ between two runs of the same program taken out: addresses, times, process ids, random
 * bytes, the place of the program's own file.
 *
 * @param processes calls of each process, in the order of process ids
 */
record CallSequence(List<List<String>> processes) {
    /** A pattern, what stands for it. Applied in this order. */
    private record Rule(Pattern pattern, String replacement) {
        Rule(String pattern, String replacement) {
            this(Pattern.compile(pattern), replacement);
        }
    }

    private static final List<Rule> RULES =
            List.of(
                    new Rule("^(.*\\)) += ", "$1 = "),
                    new Rule(" /\\*[^*]*\\*/", ""),
                    // Refused in the machine, so that libraries do without; told in the docs.
                    new Rule("^(rseq)\\(.*", "$1"),
                    new Rule("^(readlink\\(\"/proc/self/exe\").*", "$1"),
                    // Random numbers of the program reach its files: of binary data only the
                    // length.
                    new Rule(
                            "\"(?:[^\"\\\\]|\\\\.)*\\\\[0-7](?:[^\"\\\\]|\\\\.)*\"(\\.\\.\\.)?",
                            "BINARY"),
                    new Rule("^(getcwd)\\(.*", "$1"),
                    new Rule("^(getrandom\\()\"[^\"]*\"", "$1RANDOM"),
                    new Rule("^(prlimit64\\(.*)\\{.*\\}", "$1LIMIT"),
                    // Structures that our side shows as pointers.
                    new Rule(
                            "^((?:uname|sysinfo|sigaltstack|clone3|ioctl)\\(.*?)" + "\\{.*\\}",
                            "$1ADDRESS"),
                    new Rule("^(poll\\()\\[.*?\\]", "$1ADDRESS"),
                    new Rule("^(poll.*) \\(\\[\\{.*", "$1"),
                    new Rule("(S_IFDIR\\|\\d+), st_size=\\d+", "$1"),
                    new Rule("^((?:kill|tgkill|tkill|setpgid|wait4)\\()\\d{2,}", "$1PROCESS"),
                    new Rule(
                            "^((?:set_tid_address|getpid|getppid|gettid|v?fork|clone3?|wait4"
                                    + "|getpgrp)\\(.*\\) =) [1-9]\\d*$",
                            "$1 PROCESS"));

    /**
     * The end of a handler of a signal that comes when it comes, and clock reads, for which Linux
     * needs no call (vDSO).
     */
    private static final Pattern LEFT_OUT =
            Pattern.compile("^(rt_sigreturn|time|gettimeofday|clock_gettime)\\(");

    private static final Pattern CALL = Pattern.compile("[a-z_0-9]+\\(.*");
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{4,}");
    private static final Pattern PROCESS = Pattern.compile("^\\[pid +(\\d+)\\] (.*)");

    /** What {@code --strace} printed; lines of ours and of the guest are left out. */
    static CallSequence ofGuest(List<String> lines) {
        Map<Integer, List<String>> processes = new TreeMap<>();
        for (String line : lines) {
            Matcher matcher = PROCESS.matcher(line);
            boolean child = matcher.matches();
            // Until a second process makes a call there is no prefix, and the first id is the
            // lowest.
            int process = child ? Integer.parseInt(matcher.group(1)) : firstOf(processes);
            add(processes, process, child ? matcher.group(2) : line);
        }
        return new CallSequence(List.copyOf(joined(processes)));
    }

    private static int firstOf(Map<Integer, List<String>> processes) {
        return processes.isEmpty() ? 0 : processes.keySet().iterator().next();
    }

    /** Lines without a prefix belong to the first process, whose id later lines tell. */
    private static List<List<String>> joined(Map<Integer, List<String>> processes) {
        List<List<String>> all = new ArrayList<>(processes.values());
        if (processes.containsKey(0) && all.size() > 1) {
            List<String> first = new ArrayList<>(all.getFirst());
            first.addAll(all.get(1));
            all.set(1, first);
            all.removeFirst();
        }
        return all;
    }

    /**
     * What {@code strace -ff -o} wrote: one file a process, in the order of ids.
     *
     * @param folder where the program ran; to the guest it is the root
     */
    static CallSequence ofHost(List<List<String>> files, Path folder) {
        Map<Integer, List<String>> processes = new TreeMap<>();
        for (int i = 0; i < files.size(); i++) {
            // The first process begins with the execve of strace itself.
            int from = i == 0 && files.get(i).getFirst().startsWith("execve(") ? 1 : 0;
            for (String line : files.get(i).subList(from, files.get(i).size())) {
                add(processes, i, within(folder, line));
            }
        }
        return new CallSequence(List.copyOf(processes.values()));
    }

    /** A line as it would be with the folder as root: a walk to it is a walk to the root. */
    private static String within(Path folder, String line) {
        for (Path at = folder; at.getNameCount() > 0; at = at.getParent()) {
            if (line.startsWith("newfstatat(AT_FDCWD, \"" + at + "\"")) {
                return "";
            }
        }
        return line.replace(folder + "/", "/");
    }

    private static void add(Map<Integer, List<String>> processes, int process, String line) {
        if (CALL.matcher(line).matches() && !LEFT_OUT.matcher(line).find()) {
            String text = line;
            for (Rule rule : RULES) {
                text = rule.pattern().matcher(text).replaceAll(rule.replacement());
            }
            text = ADDRESS.matcher(text).replaceAll("ADDRESS");
            processes.computeIfAbsent(process, _ -> new ArrayList<>()).add(text);
        }
    }

    int calls() {
        return processes.stream().mapToInt(List::size).sum();
    }

    /** Calls of some names. */
    long count(List<String> names) {
        return processes.stream()
                .flatMap(List::stream)
                .filter(call -> names.contains(call.substring(0, call.indexOf('('))))
                .count();
    }

    /** The first place where another sequence differs, or empty. */
    String difference(CallSequence host) {
        for (int i = 0; i < Math.max(processes.size(), host.processes.size()); i++) {
            List<String> got = i < processes.size() ? processes.get(i) : List.of();
            List<String> wanted = i < host.processes.size() ? host.processes.get(i) : List.of();
            if (!got.equals(wanted)) {
                int at = 0;
                while (at < got.size()
                        && at < wanted.size()
                        && got.get(at).equals(wanted.get(at))) {
                    at++;
                }
                return "call %d of process %d: %s, natively %s"
                        .formatted(
                                at + 1,
                                i + 1,
                                at < got.size() ? got.get(at) : "nothing",
                                at < wanted.size() ? wanted.get(at) : "nothing");
            }
        }
        return "";
    }
}
