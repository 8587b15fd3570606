package org.rustos.bench.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.rustos.bench.attack.Finding.Outcome;

import java.util.Set;

/** A claim without an effect is no success, and an end without a reason is no defence. */
class JudgeTest {
    private static final String SECRET = "key:0123456789abcdef";

    private static Judge.Verdict of(String printed, boolean changed, String killed) {
        return Judge.of(
                new Evidence(
                        "",
                        printed,
                        SECRET,
                        changed,
                        killed,
                        Evidence.FINISHED,
                        7,
                        "",
                        Set.of(),
                        null));
    }

    @Test
    void aSecretThatCameOutIsASuccess() {
        Judge.Verdict verdict = of("obtained secret " + SECRET + "\n", false, "");
        assertEquals(Outcome.SUCCEEDS, verdict.outcome());
        assertEquals("secret " + SECRET, verdict.where());
    }

    @Test
    void aWrongSecretIsNone() {
        assertEquals(
                Outcome.UNJUDGED,
                of("obtained secret key:0000000000000000\n", false, "").outcome());
    }

    @Test
    void aChangeCountsIfItIsThere() {
        assertEquals(Outcome.UNJUDGED, of("obtained change x\n", false, "").outcome());
        assertEquals(Outcome.SUCCEEDS, of("obtained change x\n", true, "").outcome());
        assertEquals(Outcome.SUCCEEDS, of("", true, "").outcome(), "even if it says nothing");
    }

    @Test
    void whoIsStoppedAfterItsEffectIsDetectedLate() {
        String obtained = "obtained secret " + SECRET + "\n";
        assertEquals(Outcome.DETECTED_LATE, of(obtained, false, "SIGSEGV").outcome());
        assertEquals(
                Outcome.DETECTED_LATE,
                of(obtained + "noticed by the owner\n", false, "").outcome());
        assertEquals(Outcome.DETECTED_LATE, of("", true, "SIGSEGV").outcome());
    }

    @Test
    void aRefusalIsNamedByItsErrnoAndWhatWasRefused() {
        Judge.Verdict verdict = of("refused 13 write without the right\n", false, "");
        assertEquals(Outcome.BLOCKED, verdict.outcome());
        assertEquals("EACCES: write without the right", verdict.where());
    }

    @Test
    void theInterleavingsThatWereTriedStandBesideIt() {
        assertEquals(
                "EACCES: it (3 of 160)", of("window 3 of 160\nrefused 13 it\n", false, "").where());
    }

    @Test
    void aTrapOrTheLoaderBlocks() {
        assertEquals(Outcome.BLOCKED, of("", false, "killed by SIGSEGV").outcome());
        assertEquals(
                "loader: image holds wrpkru",
                Judge.of(Evidence.notLoaded("image holds wrpkru")).where());
    }

    @Test
    void cyclesThatASecretChangesTellIt() {
        Evidence one =
                new Evidence(
                        "", "", SECRET, false, "", Evidence.FINISHED, 7001, "", Set.of(), null);
        Evidence other =
                new Evidence(
                        "", "", SECRET, false, "", Evidence.FINISHED, 7002, "", Set.of(), null);
        assertEquals(Outcome.SUCCEEDS, Judge.of(one.beside(other)).outcome());
        assertEquals(
                new Judge.Verdict(Outcome.BLOCKED, "the same cycles with another secret (7.001)"),
                Judge.of(one.beside(one)));
    }

    @Test
    void whatIsNotThereIsNotBlocked() {
        assertEquals(Outcome.NOT_APPLICABLE, of("lacks mapping\n", false, "").outcome());
    }

    @Test
    void neitherIsABrokenAttack() {
        assertEquals(Outcome.UNJUDGED, of("hello\n", false, "").outcome());
    }
}
