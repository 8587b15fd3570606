package org.rustos.kernel.network;

/**
 * Names a socket inside the machine.
 *
 * @param name one char a byte: empty for none, with a leading NUL for an abstract name, else a path
 */
public record LocalAddress(String name) implements Address {
    /** What a socket has that was never bound. */
    public static final LocalAddress UNNAMED = new LocalAddress("");

    public boolean unnamed() {
        return name.isEmpty();
    }

    /** Whether it is a name of its own and not one of the file system. */
    public boolean isAbstract() {
        return !unnamed() && name.charAt(0) == 0;
    }
}
