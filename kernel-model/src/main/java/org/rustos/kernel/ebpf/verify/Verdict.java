package org.rustos.kernel.ebpf.verify;

/**
 * What the verifier found.
 *
 * @param explored instructions looked at, on all paths together
 * @param slot where a rejected program breaks a rule
 * @param instruction its text
 * @param state what was known there
 * @param reason the rule; null if the program is accepted
 */
public record Verdict(long explored, int slot, String instruction, String state, String reason) {
    public boolean accepted() {
        return reason == null;
    }

    static Verdict accepted(long explored) {
        return new Verdict(explored, -1, "", "", null);
    }
}
