package org.rustos.bench.attack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.rustos.bench.attack.Finding.Outcome;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shows findings to people, as matrices with the places below, and to programs, as JSON. */
public final class AttackReport {
    private final List<Attack> attacks;
    private final List<Finding> findings;

    public AttackReport(List<Attack> attacks, List<Finding> findings) {
        this.attacks = List.copyOf(attacks);
        this.findings = List.copyOf(findings);
    }

    /** Whether no attack was found broken. */
    public boolean judged() {
        return findings.stream().noneMatch(f -> f.outcome() == Outcome.UNJUDGED);
    }

    /** One array of objects. */
    public String json() {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ArrayNode array = mapper.createArrayNode();
        for (Finding finding : findings) {
            ObjectNode object = array.addObject();
            object.put("attack", finding.attack());
            object.put("mechanism", finding.mechanism());
            object.put("cpu", finding.cpu());
            object.put("configuration", finding.configuration().id());
            object.put("weakened", finding.configuration().weakened());
            object.put("outcome", finding.outcome().word());
            object.put("where", finding.where());
        }
        try {
            return mapper.writeValueAsString(array);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A matrix for each CPU model, then the places, then the sums. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (String cpu : distinct(Finding::cpu)) {
            text.append(matrix(cpu)).append('\n');
        }
        for (Attack attack : attacks) {
            text.append(places(attack));
        }
        return text.append('\n').append(summary()).toString();
    }

    private interface Key {
        String of(Finding finding);
    }

    private Set<String> distinct(Key key) {
        Set<String> all = new LinkedHashSet<>();
        findings.forEach(finding -> all.add(key.of(finding)));
        return all;
    }

    private static String row(Finding finding) {
        return finding.configuration().equals(Configuration.STANDARD)
                ? finding.attack()
                : finding.attack() + ", " + finding.configuration().id();
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case BLOCKED -> "blocked";
            case DETECTED_LATE -> "LATE";
            case SUCCEEDS -> "SUCCEEDS";
            case NOT_APPLICABLE -> "-";
            case UNJUDGED -> "?";
        };
    }

    private String matrix(String cpu) {
        List<String> mechanisms = List.copyOf(distinct(Finding::mechanism));
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        for (Finding finding : findings) {
            if (finding.cpu().equals(cpu)) {
                rows.computeIfAbsent(row(finding), _ -> new LinkedHashMap<>())
                        .put(finding.mechanism(), word(finding.outcome()));
            }
        }
        int first = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        first = Math.max(first, cpu.length());
        StringBuilder text = new StringBuilder(pad(cpu, first));
        mechanisms.forEach(m -> text.append("  ").append(pad(m, width(m))));
        text.append('\n');
        rows.forEach(
                (name, cells) -> {
                    if (cells.values().stream().allMatch("-"::equals)) {
                        return;
                    }
                    StringBuilder line = new StringBuilder(pad(name, width(rows.keySet(), cpu)));
                    mechanisms.forEach(
                            m ->
                                    line.append("  ")
                                            .append(pad(cells.getOrDefault(m, ""), width(m))));
                    text.append(line.toString().stripTrailing()).append('\n');
                });
        return text.toString();
    }

    private static int width(Set<String> names, String cpu) {
        return Math.max(cpu.length(), names.stream().mapToInt(String::length).max().orElse(0));
    }

    private static int width(String mechanism) {
        return Math.max(mechanism.length(), "SUCCEEDS".length());
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** The same for images that were linked elsewhere; JSON has addresses and cycles. */
    private static String withoutAddresses(String where) {
        return where.replaceAll("at pc 0x[0-9a-f]+ \\(([\\w.]+)\\+0x[0-9a-f]+\\)", "in $1")
                .replaceAll("(?<=of|to|at) 0x[0-9a-f]{5,}", " an address")
                .replaceAll("pc an address", "that address")
                .replaceAll("(?<=secret) \\([0-9. and]+\\)", "");
    }

    /** Who ended alike stands in one line. */
    private String places(Attack attack) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (Finding finding : findings) {
            if (finding.attack().equals(attack.id())
                    && finding.outcome() != Outcome.NOT_APPLICABLE) {
                String end =
                        "%s (%s): %s"
                                .formatted(
                                        finding.outcome().word(),
                                        finding.configuration().id(),
                                        withoutAddresses(finding.where()));
                groups.computeIfAbsent(end, _ -> new ArrayList<>())
                        .add(finding.mechanism() + "/" + finding.cpu());
            }
        }
        StringBuilder text = new StringBuilder();
        text.append("%s [%s]: %s%n".formatted(attack.id(), attack.property(), attack.claim()));
        groups.forEach(
                (end, who) -> text.append("  %s%n    %s%n".formatted(end, String.join(" ", who))));
        return text.toString();
    }

    /** What the suite as a whole says. */
    private String summary() {
        long unweakened = 0;
        long both = 0;
        for (Attack attack : attacks) {
            boolean blocked = ends(attack, Outcome.BLOCKED, true);
            boolean succeeds =
                    ends(attack, Outcome.SUCCEEDS, true)
                            || ends(attack, Outcome.DETECTED_LATE, true);
            unweakened += ends(attack, Outcome.SUCCEEDS, false) ? 1 : 0;
            both += blocked && succeeds ? 1 : 0;
        }
        return "%d attacks, %d runs; %d succeed somewhere and are blocked somewhere, %d succeed where nothing was weakened%n"
                .formatted(
                        attacks.size(),
                        findings.stream()
                                .filter(f -> f.outcome() != Outcome.NOT_APPLICABLE)
                                .count(),
                        both,
                        unweakened);
    }

    private boolean ends(Attack attack, Outcome outcome, boolean weakenedToo) {
        return findings.stream()
                .anyMatch(
                        f ->
                                f.attack().equals(attack.id())
                                        && f.outcome() == outcome
                                        && (weakenedToo || !f.configuration().weakened()));
    }
}
