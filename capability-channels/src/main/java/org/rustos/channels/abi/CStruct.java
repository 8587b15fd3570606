package org.rustos.channels.abi;

/**
 * Writes one C structure whose fields lie where the layout says, gaps named and offsets asserted.
 */
final class CStruct {
    private final String name;
    private final int size;
    private final StringBuilder fields = new StringBuilder();
    private final StringBuilder asserts = new StringBuilder();
    private int end;
    private int gaps;

    CStruct(String name, int size) {
        this.name = name;
        this.size = size;
    }

    CStruct u8(String field, int offset) {
        return field("uint8_t", field, "", offset, 1);
    }

    CStruct u16(String field, int offset) {
        return field("uint16_t", field, "", offset, 2);
    }

    CStruct u32(String field, int offset) {
        return field("uint32_t", field, "", offset, 4);
    }

    CStruct u64(String field, int offset) {
        return field("uint64_t", field, "", offset, 8);
    }

    CStruct s64(String field, int offset) {
        return field("int64_t", field, "", offset, 8);
    }

    CStruct u8s(String field, int offset, int count) {
        return field("uint8_t", field, "[" + count + "]", offset, count);
    }

    CStruct u32s(String field, int offset, int count) {
        return field("uint32_t", field, "[" + count + "]", offset, 4 * count);
    }

    CStruct u64s(String field, int offset, int count) {
        return field("uint64_t", field, "[" + count + "]", offset, 8 * count);
    }

    private CStruct field(String type, String field, String array, int offset, int bytes) {
        padTo(offset);
        fields.append("    ").append(type).append(' ').append(field).append(array).append(";\n");
        asserts.append("_Static_assert(offsetof(struct ")
                .append(name)
                .append(", ")
                .append(field)
                .append(") == ")
                .append(offset)
                .append(", \"layout\");\n");
        end = offset + bytes;
        return this;
    }

    private void padTo(int offset) {
        if (offset < end) {
            throw new IllegalStateException(name + ": fields overlap at " + offset);
        }
        if (offset > end) {
            fields.append("    uint8_t gap")
                    .append(gaps++)
                    .append('[')
                    .append(offset - end)
                    .append("];\n");
            end = offset;
        }
    }

    String text() {
        padTo(size);
        return "struct "
                + name
                + " {\n"
                + fields
                + "};\n"
                + asserts
                + "_Static_assert(sizeof(struct "
                + name
                + ") == "
                + size
                + ", \"layout\");\n";
    }
}
