package org.rustos.kernel.ebpf.verify;

import java.util.Locale;

/**
 * What is known of a pointer: what it points into, and how far.
 *
 * @param fixed the part of the offset that is known
 * @param variable the rest of the offset
 * @param object index of a map, number of a frame, or size of memory
 * @param id the same for copies, and for packet pointers with the same variable part
 * @param nullable whether it may be null instead
 * @param range bytes behind the variable part that are known to lie in the packet
 * @param reference what must be given back before the program ends; 0 if nothing
 */
record Pointer(
        Kind kind,
        long fixed,
        Scalar variable,
        int object,
        int id,
        boolean nullable,
        long range,
        int reference)
        implements Value {
    /** What it points into. */
    enum Kind {
        CONTEXT,
        STACK,
        PACKET,
        PACKET_END,
        MAP,
        MAP_VALUE,
        MEMORY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Pointer of(Kind kind, int object) {
        return new Pointer(kind, 0, Scalar.ZERO, object, 0, false, 0, 0);
    }

    Pointer moved(long fixedNow, Scalar variableNow, int idNow, long rangeNow) {
        return new Pointer(
                kind, fixedNow, variableNow, object, idNow, nullable, rangeNow, reference);
    }

    Pointer withRange(long bytes) {
        return moved(fixed, variable, id, bytes);
    }

    /** The same, known not to be null. */
    Pointer sure() {
        return new Pointer(kind, fixed, variable, object, 0, false, range, reference);
    }

    Pointer maybe(int newId, int newReference) {
        return new Pointer(kind, fixed, variable, object, newId, true, range, newReference);
    }

    boolean packet() {
        return kind == Kind.PACKET || kind == Kind.PACKET_END;
    }

    /** Whether the offset is one number. */
    boolean settled() {
        return variable.constant() && variable.value() == 0;
    }

    String name() {
        String name =
                switch (kind) {
                    case STACK -> "fp" + object;
                    case MAP, MAP_VALUE -> kind + "(" + object + ")";
                    case MEMORY -> "memory(" + object + " bytes)";
                    default -> kind.toString();
                };
        return nullable ? name + "_or_null" : name;
    }

    @Override
    public String toString() {
        String text = name();
        if (fixed != 0) {
            text += (fixed > 0 ? "+" : "") + fixed;
        }
        if (!settled()) {
            text += "+" + variable;
        }
        if (kind == Kind.PACKET) {
            text += " range " + range;
        }
        return reference == 0 ? text : text + " reference " + reference;
    }
}
