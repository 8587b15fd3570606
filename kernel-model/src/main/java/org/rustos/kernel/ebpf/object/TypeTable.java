package org.rustos.kernel.ebpf.object;

import org.rustos.core.elf.ElfBytes;
import org.rustos.core.elf.ElfException;

import java.util.ArrayList;
import java.util.List;

/**
 * The types that a compiler writes into {@code .BTF}: only as much as maps need. Kinds that nobody
 * asks for are stepped over.
 */
final class TypeTable {
    static final int INT = 1;
    static final int POINTER = 2;
    static final int ARRAY = 3;
    static final int STRUCT = 4;
    static final int VAR = 14;
    static final int DATASEC = 15;

    private static final int TYPEDEF = 8;
    private static final int TYPE_TAG = 18;
    private static final int DEPTH_MAX = 32;
    private static final int MAGIC = 0xeb9f;
    private static final int[] EXTRA = {
        0, 4, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 4, 0, 0
    };
    private static final int[] PER_MEMBER = {
        0, 0, 0, 0, 12, 12, 8, 0, 0, 0, 0, 0, 0, 8, 0, 12, 0, 0, 0, 12
    };

    private final ElfBytes bytes;
    private final long strings;
    private final long end;
    private final List<Type> types = new ArrayList<>();

    /**
     * One type.
     *
     * @param size its size, or the type that it refers to
     * @param at where what follows its head lies
     */
    record Type(String name, int kind, int members, long size, long at) {}

    /** A member of a structure, or a variable of a section. */
    record Member(String name, int type, long offset) {}

    TypeTable(byte[] section) throws ElfException {
        bytes = new ElfBytes(section);
        String what = ".BTF header";
        if (bytes.u16(0, what) != MAGIC) {
            throw new ElfException(".BTF has a wrong magic number");
        }
        long head = bytes.u32(4, what);
        long from = head + bytes.u32(8, what);
        long to = from + bytes.u32(12, what);
        strings = head + bytes.u32(16, what);
        end = strings + bytes.u32(20, what);
        bytes.require(from, to - from, ".BTF types");
        bytes.require(strings, end - strings, ".BTF strings");
        types.add(new Type("void", 0, 0, 0, 0));
        for (long at = from; at < to; ) {
            at = read(at);
        }
    }

    int count() {
        return types.size();
    }

    Type get(long id) throws ElfException {
        if (id < 0 || id >= types.size()) {
            throw new ElfException(".BTF has no type " + id);
        }
        return types.get((int) id);
    }

    /** The type behind names and qualifiers. */
    Type plain(long id) throws ElfException {
        Type type = get(id);
        for (int depth = 0; names(type.kind()); depth++) {
            if (depth == DEPTH_MAX) {
                throw new ElfException(".BTF type " + id + " refers to itself");
            }
            type = get(type.size());
        }
        return type;
    }

    /** Bytes of a type. */
    long sizeOf(long id) throws ElfException {
        Type type = plain(id);
        long elements = 1;
        for (int depth = 0; type.kind() == ARRAY; depth++) {
            if (depth == DEPTH_MAX) {
                throw new ElfException(".BTF type " + id + " refers to itself");
            }
            elements = Math.min(elements * elements(type), Integer.MAX_VALUE);
            type = plain(bytes.u32(type.at(), ".BTF array"));
        }
        return Math.min(elements * (type.kind() == POINTER ? 8 : type.size()), Integer.MAX_VALUE);
    }

    /** Elements of an array. */
    long elements(Type array) throws ElfException {
        return bytes.u32(array.at() + 8, ".BTF array");
    }

    /** Members of a structure. */
    List<Member> members(Type struct) throws ElfException {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < struct.members(); i++) {
            long at = struct.at() + 12L * i;
            long bits = bytes.u32(at + 8, ".BTF member") & 0xff_ffff;
            int type = (int) bytes.u32(at + 4, ".BTF member");
            members.add(new Member(name(bytes.u32(at, ".BTF member")), type, bits / 8));
        }
        return members;
    }

    /** Variables of a section. */
    List<Member> variables(Type section) throws ElfException {
        List<Member> variables = new ArrayList<>();
        for (int i = 0; i < section.members(); i++) {
            long at = section.at() + 12L * i;
            Type variable = get(bytes.u32(at, ".BTF section"));
            long offset = bytes.u32(at + 4, ".BTF section");
            variables.add(new Member(variable.name(), (int) variable.size(), offset));
        }
        return variables;
    }

    private long read(long at) throws ElfException {
        long info = bytes.u32(at + 4, ".BTF type");
        int kind = (int) (info >> 24) & 0x1f;
        int members = (int) info & 0xffff;
        if (kind == 0 || kind >= EXTRA.length) {
            throw new ElfException(".BTF has a type of unknown kind " + kind);
        }
        long next = at + 12 + EXTRA[kind] + (long) PER_MEMBER[kind] * members;
        bytes.require(at, next - at, ".BTF type");
        types.add(
                new Type(
                        name(bytes.u32(at, ".BTF type")),
                        kind,
                        members,
                        bytes.u32(at + 8, ".BTF type"),
                        at + 12));
        return next;
    }

    private String name(long offset) throws ElfException {
        return bytes.string(strings + offset, end, ".BTF name");
    }

    /** typedef, volatile, const, restrict and tags. */
    private static boolean names(int kind) {
        return (kind >= TYPEDEF && kind <= TYPEDEF + 3) || kind == TYPE_TAG;
    }
}
