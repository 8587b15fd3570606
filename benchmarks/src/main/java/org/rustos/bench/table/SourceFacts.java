package org.rustos.bench.table;

import com.fasterxml.jackson.core.type.TypeReference;

import org.rustos.bench.result.CanonicalJson;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Mechanisms;
import org.rustos.channels.abi.OpCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What our own sources say of each mechanism, counted and never written by hand: surface,
 * complexity, and what one more operation takes. The figures are checked in, because an installed
 * emulator has no sources; a test compares them with {@link #count}.
 *
 * @param guestLines code of the guest library, comments left out
 * @param operations that it carries
 * @param states that it keeps between calls
 * @param traps numbers that user code may use
 * @param linuxCalls system calls that user code may use beside them
 * @param requests operations that a request in memory or registers may name
 * @param parameters values of calls and requests that the kernel must judge
 * @param trustedGuestLines guest code that the kernel trusts: an in-process service, a server
 * @param simulatorLines Java of the simulator; says nothing of a real kernel and ranks nothing
 * @param added what the operation {@code stat} takes now: files and lines that name or are it
 */
public record SourceFacts(
        int guestLines,
        int operations,
        int states,
        int traps,
        int linuxCalls,
        int requests,
        int parameters,
        int trustedGuestLines,
        int simulatorLines,
        Added added) {
    /** Where the figures live, seen from the root of the sources. */
    public static final Path FILE =
            Path.of("benchmarks/src/main/resources/table/source-facts.json");

    private static final Pattern LINUX_CALL =
            Pattern.compile("new Call\\(\\s*\"(\\w+)\",\\s*(\\d+)");
    private static final Pattern REQUEST =
            Pattern.compile("ROWS\\[OpCode\\.(\\w+)] =\\s*new Row\\(([A-Z0-9_ |]+),");
    private static final Pattern STAT =
            Pattern.compile(
                    "OpCode\\.STAT\\b|KernelOp\\.Stat\\b|ROS_OP_STAT\\b|NEWFSTATAT|STAT_WORDS");
    private static final int WITHOUT_CAPABILITIES = OpCode.STAT + 1;

    /** Files and lines, of the guest library and of what serves it. */
    public record Added(int guestFiles, int guestLines, int servingFiles, int servingLines) {}

    /** Writes the figures; the argument is the root of the sources. */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments.length > 0 ? arguments[0] : ".");
        Files.writeString(root.resolve(FILE), CanonicalJson.write(count(root)));
    }

    /** The checked-in figures by mechanism. */
    static SortedMap<String, SourceFacts> checkedIn() {
        return CanonicalJson.resource(
                "/table/source-facts.json", new TypeReference<TreeMap<String, SourceFacts>>() {});
    }

    /** Counts. */
    static SortedMap<String, SourceFacts> count(Path root) {
        MechanismSources classes = new MechanismSources(root.resolve("capability-channels"));
        SortedMap<String, SourceFacts> facts = new TreeMap<>();
        for (Mechanism mechanism : Mechanisms.all(Mechanism.class.getClassLoader())) {
            facts.put(mechanism.id(), of(root, mechanism.id(), classes.of(mechanism.id())));
        }
        return facts;
    }

    private static SourceFacts of(Path root, String id, Collection<SourceText> classes) {
        Path guest = root.resolve("capability-channels/src/main/guest");
        GuestSources library = new GuestSources(guest, id);
        List<SourceText> trusted = trusted(guest, classes);
        boolean linux = names(classes, "LinuxSyscalls") || names(classes, "LinuxProcess");
        List<MatchResult> calls = linux ? linuxCalls(root) : List.of();
        SourceText decoder = named(classes, "RequestDecoder.java");
        int requests = decoder == null ? 0 : linux ? WITHOUT_CAPABILITIES : OpCode.COUNT;
        int parameters = decoder == null ? 0 : parameters(decoder, requests);
        parameters += calls.stream().mapToInt(call -> Integer.parseInt(call.group(2))).sum();
        int simulator = classes.stream().mapToInt(SourceText::lines).sum();
        return new SourceFacts(
                library.lines(),
                library.carried(IntStream.range(0, OpCode.COUNT).mapToObj(SourceFacts::c).toList())
                        .size(),
                library.states(),
                MechanismSources.traps(classes).size(),
                calls.size(),
                requests,
                parameters,
                trusted.stream().mapToInt(SourceText::lines).sum(),
                simulator,
                added(library, trusted, classes));
    }

    /** The C function of an operation, without {@code ros_}. */
    private static String c(int opcode) {
        return switch (opcode) {
            case OpCode.MAP_READ -> "map_read";
            default -> OpCode.name(opcode);
        };
    }

    private static List<SourceText> trusted(Path guest, Collection<SourceText> classes) {
        List<SourceText> trusted = new ArrayList<>();
        if (named(classes, "DirectTraps.java") != null) {
            trusted.add(SourceText.read(guest.resolve("lib/service/service.c")));
            trusted.add(SourceText.read(guest.resolve("lib/arch/x86_64/gate.S")));
        }
        if (named(classes, "ServerImage.java") != null) {
            trusted.add(SourceText.read(guest.resolve("lib/server/file_server.c")));
        }
        return trusted;
    }

    private static Added added(
            GuestSources library, List<SourceText> trusted, Collection<SourceText> classes) {
        String body = library.function("stat");
        int guestFiles = body.isEmpty() ? 0 : 1;
        int guestLines = SourceText.lines(body);
        for (SourceText file : library.files()) {
            int outside =
                    file.linesWith(STAT) - SourceText.linesWith(STAT, file.function("ros_stat"));
            guestFiles += outside > 0 ? 1 : 0;
            guestLines += Math.max(0, outside);
        }
        int servingFiles = 0;
        int servingLines = 0;
        List<SourceText> serving = new ArrayList<>(trusted);
        serving.addAll(classes);
        for (SourceText file : serving) {
            int lines = file.linesWith(STAT);
            servingFiles += lines > 0 ? 1 : 0;
            servingLines += lines;
        }
        return new Added(guestFiles, guestLines, servingFiles, servingLines);
    }

    private static List<MatchResult> linuxCalls(Path root) {
        Path folder = root.resolve("kernel-model/src/main/java/org/rustos/kernel/linux");
        return SourceText.below(folder, "Calls.java").stream()
                .flatMap(text -> LINUX_CALL.matcher(text.code()).results())
                .toList();
    }

    /** Words of a request that its operation uses, and the handle. */
    private static int parameters(SourceText decoder, int requests) {
        return REQUEST.matcher(decoder.code())
                .results()
                .limit(requests)
                .mapToInt(row -> Pattern.compile("\\bA\\d").split(row.group(2), -1).length)
                .sum();
    }

    private static boolean names(Collection<SourceText> classes, String word) {
        Pattern pattern = Pattern.compile("\\b" + word + "\\b");
        return classes.stream().anyMatch(text -> text.linesWith(pattern) > 0);
    }

    private static SourceText named(Collection<SourceText> classes, String name) {
        return classes.stream().filter(text -> text.name().equals(name)).findFirst().orElse(null);
    }
}
