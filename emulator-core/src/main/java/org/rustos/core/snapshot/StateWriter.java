package org.rustos.core.snapshot;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes everything that is reached from a root, object after object in the order in which they are
 * met, so that equal states give equal bytes.
 */
final class StateWriter {
    private final Landmarks landmarks;
    private final LargeArrays large;
    private final GraphBytes out = new GraphBytes();
    private final IdentityHashMap<Object, Integer> met;
    private final Map<Object, Integer> names = new HashMap<>();
    private final List<Object> turns = new ArrayList<>();
    private Object holder = "the machine";
    private String place = "";

    StateWriter(Landmarks landmarks, LargeArrays large) {
        this.landmarks = landmarks;
        this.large = large;
        // Most of what is met was there at the start.
        this.met = new IdentityHashMap<>(landmarks.count());
    }

    /** The bytes of everything that a root reaches. */
    byte[] write(Object root) {
        reference(root);
        for (int i = 0; i < turns.size(); i++) {
            content(turns.get(i));
        }
        return out.written();
    }

    private void tag(Tag tag) {
        out.put(tag.ordinal());
    }

    /** A class or a text, in full only the first time. */
    private void name(Object key, String text, Runnable first) {
        Integer known = names.putIfAbsent(key, names.size());
        out.putLong(known == null ? -1 : known);
        if (known == null) {
            out.putString(text);
            first.run();
        }
    }

    private void type(Class<?> type) {
        name(type, type.getName(), () -> out.putLong(layout(type)));
    }

    static int layout(Class<?> type) {
        boolean plain = type.isArray() || type.isEnum() || type.isPrimitive();
        return plain || !Landmarks.ours(type) ? 0 : Shape.of(type).layout();
    }

    private void reference(Object object) {
        if (object == null) {
            tag(Tag.NULL);
        } else if (Values.is(object)) {
            value(object);
        } else {
            Integer number = met.get(object);
            if (number != null) {
                tag(Tag.KNOWN);
                out.putLong(number);
            } else {
                first(object);
            }
        }
    }

    private void value(Object object) {
        switch (object) {
            case String text -> {
                tag(Tag.STRING);
                name(text, text, () -> {});
            }
            case Enum<?> constant -> {
                tag(Tag.ENUM);
                type(constant.getDeclaringClass());
                out.putString(constant.name());
            }
            case Class<?> type -> {
                tag(Tag.CLASS);
                type(type);
            }
            case Long v -> number(Tag.LONG, v);
            case Integer v -> number(Tag.INTEGER, v);
            case Short v -> number(Tag.SHORT, v);
            case Byte v -> number(Tag.BYTE, v);
            case Character v -> number(Tag.CHARACTER, v);
            case Boolean v -> number(Tag.BOOLEAN, v ? 1 : 0);
            case Double v -> number(Tag.DOUBLE, Double.doubleToRawLongBits(v));
            case Float v -> number(Tag.FLOAT, Float.floatToRawIntBits(v));
            default -> throw new IllegalStateException(object.getClass().getName());
        }
    }

    private void number(Tag tag, long value) {
        tag(tag);
        out.putLong(value);
    }

    private void first(Object object) {
        met.put(object, met.size());
        Kind kind = Kind.of(object);
        int landmark = landmarks.number(object);
        boolean plain = landmark < 0 && (kind == Kind.OWN || kind == Kind.RECORD);
        int constant = plain ? Shape.of(object.getClass()).constant(object) : -1;
        if (constant >= 0) {
            tag(Tag.CONSTANT);
            type(object.getClass());
            out.putLong(constant);
        } else if (landmark < 0) {
            made(object, kind);
        } else {
            number(Tag.LANDMARK, landmark);
            if (kind == Kind.NUMBERS) {
                numbers(object);
            } else {
                turns.add(object);
            }
        }
    }

    /** An object that the fresh machine does not have. */
    private void made(Object object, Kind kind) {
        switch (kind) {
            case NUMBERS -> {
                int type = Numbers.TYPES.indexOf(object.getClass().getComponentType());
                number(Tag.NUMBERS, type);
                numbers(object);
            }
            case REFERENCES -> {
                tag(Tag.ARRAY);
                type(object.getClass().getComponentType());
                out.putLong(Array.getLength(object));
                turns.add(object);
            }
            case OPTIONAL -> {
                tag(Tag.OPTIONAL);
                reference(((Optional<?>) object).orElse(null));
            }
            case BITS -> {
                tag(Tag.BITS);
                bits((BitSet) object);
            }
            case BUFFER -> {
                tag(Tag.BUFFER);
                buffer((ByteBuffer) object);
            }
            case CONTAINER -> container(object, Container.of(object));
            case IMMUTABLE, VIEW -> {
                number(Tag.IMMUTABLE, Immutable.of(object).ordinal());
                elements(object);
            }
            case FUNCTION -> function(object);
            case RECORD -> record(object);
            case OWN -> {
                tag(Tag.OBJECT);
                type(object.getClass());
                turns.add(object);
            }
            case UNSAVED -> throw unsavable(object, "was made after the start");
            case UNCHANGING, FOREIGN -> throw unsavable(object, "is not ours");
        }
    }

    private void numbers(Object array) {
        if (Array.getLength(array) < Numbers.LARGE) {
            out.put(0);
            Numbers.write(array, out);
        } else {
            out.put(1);
            out.putLong(large.keep(array));
        }
    }

    private void buffer(ByteBuffer buffer) {
        reference(Buffers.array(buffer));
        Buffers.write(buffer, out);
    }

    private void bits(BitSet bits) {
        Numbers.write(bits.toLongArray(), out);
    }

    private void container(Object object, Container container) {
        if (!container.canBeMade()) {
            throw unsavable(object, "was made after the start");
        }
        number(Tag.CONTAINER, container.ordinal());
        reference(container.order(object));
        turns.add(object);
    }

    private void record(Object object) {
        tag(Tag.RECORD);
        type(object.getClass());
        Object before = holder;
        String at = place;
        fields(object, Shape.of(object.getClass()));
        holder = before;
        place = at;
    }

    /** Java's own form of a function that may be written; see {@link SerializedLambda}. */
    private void function(Object object) {
        SerializedLambda form;
        try {
            Method method = object.getClass().getDeclaredMethod("writeReplace");
            method.setAccessible(true);
            form = (SerializedLambda) method.invoke(object);
        } catch (ReflectiveOperationException e) {
            throw unsavable(object, "is a function whose interface is not Serializable");
        }
        tag(Tag.FUNCTION);
        Functions.write(form, out);
        out.putLong(form.getCapturedArgCount());
        for (int i = 0; i < form.getCapturedArgCount(); i++) {
            reference(form.getCapturedArg(i));
        }
    }

    private IllegalStateException unsavable(Object object, String why) {
        String in = holder instanceof String text ? text : holder.getClass().getName();
        return new IllegalStateException(
                "cannot save %s.%s: %s %s".formatted(in, place, object.getClass().getName(), why));
    }

    /** What an object holds, when its turn comes. */
    private void content(Object object) {
        holder = object;
        place = "elements";
        switch (Kind.of(object)) {
            case REFERENCES -> sparse((Object[]) object);
            case OPTIONAL -> reference(((Optional<?>) object).orElse(null));
            case BITS -> bits((BitSet) object);
            case BUFFER -> buffer((ByteBuffer) object);
            case CONTAINER, IMMUTABLE -> elements(object);
            case FUNCTION, RECORD, OWN -> {
                if (object instanceof Snapshotted told) {
                    told.saving();
                }
                fields(object, Shape.of(object.getClass()));
            }
            case VIEW, UNSAVED, UNCHANGING -> {}
            case FOREIGN -> throw unsavable(object, "is not ours");
            case NUMBERS -> throw new IllegalStateException("they have no turn");
        }
    }

    private void elements(Object collection) {
        Object[] elements = Elements.of(collection);
        out.putLong(elements.length);
        for (Object element : elements) {
            reference(element);
        }
    }

    /** Pairs of how many nulls come and what is behind them. */
    private void sparse(Object[] array) {
        int nulls = 0;
        for (Object element : array) {
            if (element == null) {
                nulls++;
            } else {
                out.putLong(nulls);
                reference(element);
                nulls = 0;
            }
        }
        out.putLong(nulls);
        tag(Tag.NULL);
    }

    private void fields(Object object, Shape shape) {
        for (Field field : shape.fields) {
            holder = object;
            place = field.getName();
            try {
                if (field.getType().isPrimitive()) {
                    out.putLong(primitive(field, object));
                } else {
                    reference(field.get(object));
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static long primitive(Field field, Object object) throws IllegalAccessException {
        Class<?> type = field.getType();
        if (type == boolean.class) {
            return field.getBoolean(object) ? 1 : 0;
        } else if (type == double.class) {
            return Double.doubleToRawLongBits(field.getDouble(object));
        } else if (type == float.class) {
            return Float.floatToRawIntBits(field.getFloat(object));
        } else if (type == char.class) {
            return field.getChar(object);
        }
        return field.getLong(object);
    }
}
