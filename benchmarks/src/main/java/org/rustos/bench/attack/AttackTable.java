package org.rustos.bench.attack;

import static org.rustos.bench.attack.Configuration.STANDARD;
import static org.rustos.bench.attack.Configuration.set;
import static org.rustos.bench.attack.Configuration.weakened;
import static org.rustos.bench.attack.Configuration.without;
import static org.rustos.core.cpu.Isa.AARCH64;
import static org.rustos.core.cpu.Isa.X86_64;

import org.rustos.kernel.Flaw;
import org.rustos.workloads.program.Attacks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The attacks there are. Add one by adding a row here and a way to a guest program. */
public final class AttackTable {
    private static final String[] CAPABILITIES = {"channel", "direct", "rustos"};
    private static final String[] SERVICE = {"direct", "rustos"};

    /** Where a part of a program can be given what is not its own: a capability or a copy. */
    private static final String[] LENDING = {
        "syscall", "message", "ring", "fast-syscall", "direct", "channel", "rustos"
    };

    private static final String NO_LENDING = "nothing can be lent";
    private static final String FAST = "fast-syscall";
    private static final String[] QUEUES = {"ring", "channel", "rustos"};
    private static final String[] IN_PROCESS = {"unikernel", "direct", "rustos"};

    /** Ways that need nothing but the service's memory. */
    private static final int IN_MEMORY = 3;

    private static final String NO_QUEUE = "no queue in memory that the guest writes";
    private static final String NO_SERVICE = "no in-process service";

    /** So short, in nanoseconds, that what has a few thousand steps takes several. */
    static final long SHORT_SLICE = 2_000;

    private static final Configuration CLOSED = set("closed-service", "1");

    private static final List<Attack> ALL =
            List.of(
                    // authority
                    attack(
                            "ambient-path",
                            "least privilege",
                            "names a file by its path after the program gave the root up",
                            authority(1)),
                    attack(
                            "enumeration",
                            "least privilege",
                            "asks by name what exists after the program gave the root up",
                            authority(10)),
                    attack(
                            "guessed-handle",
                            "unforgeable",
                            "guesses the handle of a file that another part keeps open",
                            authority(2)),
                    attack(
                            "derived-guess",
                            "unforgeable",
                            "has a capability derived from a handle that it guesses",
                            "nothing is derived here",
                            authority(12).over(CAPABILITIES)),
                    attack(
                            "stale-handle",
                            "unforgeable",
                            "uses a handle whose slot was given back and filled again (ABA)",
                            authority(3),
                            authority(3).in(without(Flaw.GENERATION)).over(CAPABILITIES)),
                    attack(
                            "amplified-rights",
                            "least privilege",
                            "writes by a handle that was given for reading",
                            authority(4),
                            authority(4).in(without(Flaw.RIGHTS)).over(CAPABILITIES),
                            authority(4).in(without(Flaw.ATTENUATION)).over(CAPABILITIES)),
                    attack(
                            "write-by-reader",
                            "least privilege",
                            "writes by a handle that it opened for reading, as it is",
                            authority(11),
                            authority(11).in(without(Flaw.MODE)).over("syscall", "ring", FAST),
                            authority(11).in(without(Flaw.RIGHTS)).over(CAPABILITIES)),
                    attack(
                            "use-after-revoke",
                            "revocable",
                            "uses a handle after its owner took it back",
                            NO_LENDING,
                            authority(5).over(LENDING),
                            authority(5).in(without(Flaw.REVOCATION)).over(CAPABILITIES)),
                    attack(
                            "use-after-expiry",
                            "revocable",
                            "uses a handle after its time",
                            NO_LENDING,
                            authority(6).over(LENDING),
                            authority(6).in(without(Flaw.EXPIRY)).over(CAPABILITIES)),
                    attack(
                            "map-after-revoke",
                            "revocable",
                            "reads a mapped page after its handle was taken back",
                            NO_LENDING,
                            authority(7).over(LENDING)),
                    attack(
                            "zero-copy-change",
                            "integrity",
                            "changes a byte of a mapped page between the reader's check and use",
                            authority(8),
                            authority(8).in(set("copy", "1"))),
                    attack(
                            "exhausted-handles",
                            "exhaustion",
                            "takes every handle that there is",
                            authority(9),
                            processes(3).in(Configuration.processes())),
                    attack(
                            "foreign-handle",
                            "unforgeable",
                            "uses the number of a descriptor that another process has",
                            processes(1),
                            processes(1).in(set("late", "1")),
                            peers(1)),
                    attack(
                            "secret-in-time",
                            "non-interference",
                            "compares the cycles of two runs that differ only in the secret",
                            timing(1).twice(),
                            timing(1).in(set("constant-time", "1")).twice()),
                    attack(
                            "secret-in-cache",
                            "non-interference",
                            "times its own reads of pages that another part reads by the secret",
                            timing(2),
                            timing(2).in(set("touch-all", "1")).over("syscall")),
                    attack(
                            "secret-in-prediction",
                            "non-interference",
                            "has the kernel fetch ahead what another part used by the secret, and"
                                    + " times it",
                            "no queue whose server could fetch ahead",
                            trial(Attacks.PREDICTION),
                            trial(Attacks.PREDICTION).in(set("preload", "1"))),
                    // requests
                    attack(
                            "path-escape",
                            "confused deputy",
                            "gives a deputy a path that leads out of the directory it opens below",
                            queues(1),
                            queues(1)
                                    .in(without(Flaw.WALK))
                                    .over("ring", "direct", "channel", "rustos")),
                    attack(
                            "changed-path",
                            "confused deputy",
                            "changes a path between the deputy's check and the kernel's fetch",
                            queues(2),
                            queues(2).in(set("poll", "1")).over(QUEUES),
                            processes(2).in(Configuration.processes())),
                    attack(
                            "changed-entry",
                            "double fetch",
                            "changes the handle of an entry while another core takes it",
                            NO_QUEUE,
                            queues(3).in(set("poll", "1")).over("channel", "rustos"),
                            queues(3)
                                    .over("channel", "rustos")
                                    .in(without(Flaw.DOUBLE_FETCH).with("poll", "1"))),
                    attack(
                            "use-during-revoke",
                            "revocable",
                            "uses a handle while another core revokes it, and after",
                            NO_QUEUE,
                            queues(7).in(set("poll", "1")).over("channel", "rustos"),
                            queues(7)
                                    .in(without(Flaw.REVOCATION).with("poll", "1"))
                                    .over("channel", "rustos")),
                    attack(
                            "unfilled-entry",
                            "hostile ring",
                            "submits behind an entry that another producer has not filled (ABA)",
                            NO_QUEUE,
                            queues(8).over(QUEUES),
                            queues(8).in(set("producers", "2")).over("ring"),
                            queues(8).in(without(Flaw.LAP).with("producers", "2")).over("ring")),
                    attack(
                            "revoke-flood",
                            "exhaustion",
                            "takes a thousand capabilities back while another process waits",
                            "no second process with capabilities",
                            peers(2).in(Configuration.slice(SHORT_SLICE)),
                            peers(2).in(without(Flaw.PREEMPTION).sliced(SHORT_SLICE))),
                    attack(
                            "wild-tail",
                            "hostile ring",
                            "publishes a tail beyond the queue",
                            NO_QUEUE,
                            queues(4).over(QUEUES),
                            queues(4).over(QUEUES).in(without(Flaw.TAIL))),
                    attack(
                            "ring-flood",
                            "exhaustion",
                            "asks more than there is place for answers",
                            NO_QUEUE,
                            queues(5).over(QUEUES),
                            queues(5).over(QUEUES).in(without(Flaw.TAIL))),
                    attack(
                            "kernel-writes-code",
                            "confused deputy",
                            "has the kernel read a file into code (as by /proc/self/mem)",
                            queues(6),
                            queues(6).in(without(Flaw.POINTER))),
                    // the in-process service
                    service("service-read", "loads the secret from the service's memory", 1),
                    service("service-write", "stores into the service's memory", 2),
                    service(
                            "kernel-as-deputy",
                            "has the kernel print the service's memory",
                            3,
                            domain(3).in(without(Flaw.POINTER))),
                    service(
                            "service-as-deputy",
                            "has the service write its own memory to the console",
                            4,
                            domain(4).in(without(Flaw.POINTER))),
                    service(
                            "service-trap",
                            "uses the traps of the service from user code",
                            5,
                            domain(5).in(without(Flaw.ORIGIN))),
                    attack(
                            "smuggled-instruction",
                            "isolation",
                            "brings the instruction that the service's guard rests on (WRPKRU,"
                                    + " PACDA)",
                            "no instruction opens a domain here",
                            trial(Attacks.OWN_GATE).over(SERVICE),
                            trial(Attacks.OWN_GATE).over(SERVICE).in(without(Flaw.SCAN))),
                    attack(
                            "forged-signature",
                            "unforgeable",
                            "tries every signature of another's handle",
                            "handles are not signed",
                            domain(6).on(AARCH64).over(SERVICE),
                            domain(6)
                                    .on(AARCH64)
                                    .over("direct")
                                    .in(weakened("failed-authentications", "100000"))),
                    // memory safety
                    attack(
                            "pointer-from-integer",
                            "unforgeable",
                            "loads through a pointer that it made of a number",
                            memory(1)),
                    attack(
                            "overwritten-pointer",
                            "unforgeable",
                            "loads through a pointer that an integer store changed (forged tag)",
                            memory(2)),
                    attack(
                            "widened-bounds",
                            "unforgeable",
                            "widens the bounds of what it was lent",
                            memory(3)),
                    attack(
                            "past-the-end",
                            "memory safety",
                            "loads past the end of an object",
                            memory(4)),
                    attack(
                            "length-overflow",
                            "memory safety",
                            "passes a length whose check wraps around",
                            memory(5)),
                    attack(
                            "overwritten-return",
                            "control flow",
                            "overwrites a return address past the end of a buffer",
                            control(1),
                            control(1).over(FAST).in(weakened("shadow-stack", "0"))),
                    attack(
                            "pointer-into-code",
                            "control flow",
                            "overwrites a pointer, so that its call lands in the middle of code",
                            control(4),
                            control(4).over(FAST).in(weakened("ibt", "0"))),
                    attack(
                            "injected-code",
                            "control flow",
                            "writes code into data, asks for it to be executable, and calls it",
                            control(2)),
                    attack(
                            "forged-signal-frame",
                            "control flow",
                            "gives sigreturn a frame of its own",
                            "the frame is written for x86-64 only",
                            control(3).on(X86_64)));

    private AttackTable() {}

    /** All attacks, in the order of the table. */
    public static List<Attack> all() {
        List<Attack> all = new ArrayList<>(ALL);
        all.addAll(VerifierAttacks.ALL);
        return List.copyOf(all);
    }

    private static Attack attack(String id, String property, String claim, Trial... trials) {
        return attack(id, property, claim, "no operation on handles here", trials);
    }

    static Attack attack(
            String id, String property, String claim, String otherwise, Trial... trials) {
        return new Attack(id, property, claim, List.of(trials), otherwise);
    }

    /** An attack on the service: as it stands, and closed where that is a choice. */
    private static Attack service(String id, String claim, int way, Trial... more) {
        Trial open = way <= IN_MEMORY ? domain(way).over(IN_PROCESS) : domain(way);
        List<Trial> trials = new ArrayList<>(List.of(open, domain(way).in(CLOSED).on(AARCH64)));
        trials.addAll(List.of(more));
        return new Attack(id, "isolation", claim, trials, NO_SERVICE);
    }

    static Trial trial(Attacks program, String... arguments) {
        return new Trial(program, List.of(arguments), STANDARD, Set.of(), Set.of(), false);
    }

    private static Trial authority(int way) {
        return trial(Attacks.AUTHORITY, "way=" + way);
    }

    private static Trial domain(int way) {
        return trial(Attacks.DOMAIN, "way=" + way).over(SERVICE);
    }

    private static Trial queues(int way) {
        return trial(Attacks.QUEUES, "way=" + way);
    }

    private static Trial processes(int way) {
        return trial(Attacks.PROCESSES, "way=" + way);
    }

    private static Trial peers(int way) {
        return trial(Attacks.PEERS, "way=" + way);
    }

    private static Trial timing(int way) {
        return trial(Attacks.TIMING, "way=" + way);
    }

    private static Trial control(int way) {
        return trial(Attacks.CONTROL, "way=" + way);
    }

    private static Trial memory(int way) {
        return trial(Attacks.MEMORY, "way=" + way);
    }
}
