package org.rustos.kernel.file;

/**
 * One thing outside of the machine that a guest may see.
 *
 * @param name one char a byte; empty for a root
 * @param folder of a directory, else null
 * @param content of a regular file, else null
 * @param target of a symbolic link, else null; one char a byte
 */
public record HostEntry(
        String name, HostFacts facts, HostFolder folder, HostContent content, String target) {
    public static HostEntry folder(String name, HostFacts facts, HostFolder folder) {
        return new HostEntry(name, facts, folder, null, null);
    }

    public static HostEntry file(String name, HostFacts facts, HostContent content) {
        return new HostEntry(name, facts, null, content, null);
    }

    public static HostEntry link(String name, HostFacts facts, String target) {
        return new HostEntry(name, facts, null, null, target);
    }
}
