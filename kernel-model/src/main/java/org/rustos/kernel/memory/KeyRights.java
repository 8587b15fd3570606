package org.rustos.kernel.memory;

/**
 * Reads a protection-key rights word: for key k, bit 2k denies all access and bit 2k+1 denies
 * writes (Intel SDM vol. 3, 4.6.2; POE on Arm maps to it).
 */
final class KeyRights {
    private KeyRights() {}

    static boolean allows(long rights, int key, boolean write) {
        long bits = rights >>> (2 * key);
        return (bits & 1) == 0 && !(write && (bits & 2) != 0);
    }
}
