package org.rustos.workloads.program;

import org.rustos.core.cpu.Isa;

/**
 * Guest programs that ask for what they must not get (sources under {@code
 * src/main/guest/attacks}): evidence for tests, never measured. The first comment of each source
 * says what must happen.
 */
public enum Attacks {
    /** Forged, stale and revoked handles, wild pointers; exit status 0 if all were refused. */
    REFUSALS("refusals"),
    /** {@code way=1..6}: ways into the service of tier 1 beside its gate. */
    BREAK_IN("break-in"),
    /** {@code way=1..19}: the same where hardware capabilities keep the service apart. */
    CHERI_BREAK_IN("cheri-break-in"),
    /** {@code way=1..12}: the same where handles are signed, and handles that nobody signed. */
    PAC_BREAK_IN("pac-break-in"),
    /** Uses the key of signed handles; the loader must refuse it where there is one. */
    SMUGGLED_PACDA("smuggled-pacda"),
    /**
     * Holds WRPKRU in an immediate; the loader must refuse it where there is a protected domain.
     */
    SMUGGLED_WRPKRU("smuggled-wrpkru"),
    /**
     * Requests that no client of the file server would send, and messages that are none; exit
     * status 0 if all were refused and the server still serves.
     */
    HOSTILE_MESSAGES("hostile-messages"),
    /** Wild heads, tails, opcodes and pointers in a ring; exit status 0 if all were refused. */
    HOSTILE_RING("hostile-ring"),
    /**
     * {@code way=1..3}: stores into the state of the kernel; exit status 1 where nothing hinders.
     */
    WILD_STORE("wild-store"),
    /** {@code way=1..4}: return address and pointers overwritten; exit status 1 if it helps. */
    HIJACK("hijack"),
    // From here on: parts of the attack suite, which judges them by what they print.
    /** {@code way=1..12}: authority that nobody gave. */
    AUTHORITY("authority"),
    /** {@code way=1..6}: the memory of the service of tier 1. */
    DOMAIN("domain"),
    /** Brings an instruction that opens the service. */
    OWN_GATE("own-gate"),
    /** {@code way=1..5}: errors of memory safety. */
    MEMORY("memory"),
    /** {@code way=1..4}: the flow of control. */
    CONTROL("control"),
    /** {@code way=1..8}: requests as no library writes them. */
    QUEUES("queues"),
    /** {@code way=1..3}: one process of the Linux ABI against another. */
    PROCESSES("processes"),
    /** {@code way=1..2}: what cycles alone tell. */
    TIMING("timing"),
    /** {@code way=1..7}: programs that the verifier must refuse, or must not be held up by. */
    VERIFIER("verifier"),
    /** {@code way=1..2}: one process of {@code message} against another. */
    PEERS("peers"),
    /** What a predictor of capabilities tells. */
    PREDICTION("prediction");

    private final String program;

    Attacks(String program) {
        this.program = program;
    }

    /** File name of its source and image. */
    public String id() {
        return program;
    }

    public boolean exists(Isa isa, String mechanism) {
        return GuestImages.exists(isa, mechanism, program);
    }

    /**
     * The ELF image.
     *
     * @throws IllegalArgumentException if it was not built for this mechanism
     */
    public byte[] image(Isa isa, String mechanism) {
        return GuestImages.read(isa, mechanism, program);
    }
}
