package org.rustos.core.snapshot;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an object is to a snapshot: the one place that sorts objects. {@link Values} have none. */
enum Kind {
    /** An array of numbers. */
    NUMBERS,
    /** An array of references. */
    REFERENCES,
    OPTIONAL,
    BITS,
    /** See {@link Buffers}. */
    BUFFER,
    /** See {@link Container}. */
    CONTAINER,
    /** See {@link Immutable}. */
    IMMUTABLE,
    /** An unmodifiable view, see {@link Immutable}. */
    VIEW,
    /** A lambda or a method reference. */
    FUNCTION,
    RECORD,
    /** An object of ours with fields. */
    OWN,
    /** See {@link Unsaved}. */
    UNSAVED,
    /** Of the JDK and without state. */
    UNCHANGING,
    /** Of somebody else. */
    FOREIGN;

    private static final ClassValue<Kind> BY_CLASS =
            new ClassValue<>() {
                @Override
                protected Kind computeValue(Class<?> type) {
                    return Landmarks.ours(type) && !type.isArray() ? ours(type) : others(type);
                }
            };

    static Kind of(Object object) {
        Kind kind = BY_CLASS.get(object.getClass());
        if (kind == BUFFER) {
            return Buffers.array(object) == null ? FOREIGN : BUFFER;
        }
        return kind == FOREIGN ? collection(object) : kind;
    }

    private static Kind ours(Class<?> type) {
        if (Shape.of(type).unsaved) {
            return UNSAVED;
        }
        if (type.isHidden()) {
            return FUNCTION;
        }
        return type.isRecord() ? RECORD : OWN;
    }

    private static Kind others(Class<?> type) {
        if (type.isArray()) {
            return type.getComponentType().isPrimitive() ? NUMBERS : REFERENCES;
        } else if (type == Optional.class) {
            return OPTIONAL;
        } else if (type == BitSet.class) {
            return BITS;
        } else if (ByteBuffer.class.isAssignableFrom(type)) {
            return BUFFER;
        }
        boolean unchanging = type == Pattern.class || Comparator.class.isAssignableFrom(type);
        return unchanging ? UNCHANGING : FOREIGN;
    }

    private static Kind collection(Object object) {
        if (Container.of(object) != null) {
            return CONTAINER;
        } else if (Immutable.of(object) == null) {
            return FOREIGN;
        }
        return Immutable.view(object) ? VIEW : IMMUTABLE;
    }
}
