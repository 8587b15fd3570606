package org.rustos.kernel.ebpf;

import java.util.List;

/**
 * What R1 points to when a program starts: a structure whose fields the kernel fills in. Some are
 * pointers whatever their size says, as in Linux.
 *
 * @param size bytes
 */
public record ContextLayout(int size, List<Field> fields) {
    /** What a field holds. */
    public enum Content {
        NUMBER,
        /** The first byte of the packet or block. */
        DATA,
        /** The byte behind its last one. */
        DATA_END
    }

    /** One field. */
    public record Field(String name, int offset, int size, Content content, boolean writable) {}

    public ContextLayout {
        fields = List.copyOf(fields);
    }

    /** The field that holds all bytes of an access, or null. */
    public Field at(long offset, int size) {
        for (Field field : fields) {
            if (offset >= field.offset() && offset + size <= field.offset() + field.size()) {
                return field;
            }
        }
        return null;
    }

    static Field number(String name, int offset, int size) {
        return new Field(name, offset, size, Content.NUMBER, false);
    }

    static Field writable(String name, int offset, int size) {
        return new Field(name, offset, size, Content.NUMBER, true);
    }

    static Field pointer(String name, int offset, int size, Content content) {
        return new Field(name, offset, size, content, false);
    }
}
