package org.rustos.core.memory;

/**
 * What user code may do with a page, whatever the ISA calls it.
 *
 * @param key protection key 0..15 where the ISA has keys, otherwise 0
 * @param guarded whether an indirect branch into the page must land on an instruction that allows
 *     it, where the ISA has that (AArch64 BTI)
 */
public record Permissions(boolean read, boolean write, boolean execute, int key, boolean guarded) {
    public static final Permissions NONE = new Permissions(false, false, false, 0);
    public static final Permissions READ = new Permissions(true, false, false, 0);
    public static final Permissions READ_WRITE = new Permissions(true, true, false, 0);
    public static final Permissions READ_EXECUTE = new Permissions(true, false, true, 0);

    public Permissions {
        if (key < 0 || key > 15) {
            throw new IllegalArgumentException("protection key must be 0..15: " + key);
        }
    }

    public Permissions(boolean read, boolean write, boolean execute, int key) {
        this(read, write, execute, key, false);
    }

    public Permissions withKey(int newKey) {
        return new Permissions(read, write, execute, newKey, guarded);
    }

    public Permissions withWrite(boolean mayWrite) {
        return new Permissions(read, mayWrite, execute, key, guarded);
    }

    public Permissions withGuarded(boolean landingPads) {
        return new Permissions(read, write, execute, key, landingPads);
    }
}
