package org.rustos.core.snapshot;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes everything that is reached from a root, object after object in the order in which they are
 * met, so that equal states give equal bytes.
 */
final class StateWriter {
    private final Landmarks landmarks;
    private final LargeArrays large;
    private final GraphBytes out = new GraphBytes();
    private final IdentityHashMap<Object, Integer> met = new IdentityHashMap<>();
    private final Map<Object, Integer> names = new HashMap<>();
    private final List<Object> turns = new ArrayList<>();
    private Object holder = "the machine";
    private String place = "";

    StateWriter(Landmarks landmarks, LargeArrays large) {
        this.landmarks = landmarks;
        this.large = large;
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
        Class<?> type = object.getClass();
        int landmark = landmarks.number(object);
        int constant = landmark < 0 && plain(type) ? Shape.of(type).constant(object) : -1;
        if (constant >= 0) {
            tag(Tag.CONSTANT);
            type(type);
            out.putLong(constant);
        } else if (landmark >= 0) {
            number(Tag.LANDMARK, landmark);
            if (type.isArray() && type.getComponentType().isPrimitive()) {
                numbers(object);
            } else {
                turns.add(object);
            }
        } else if (type.isArray()) {
            array(object, type.getComponentType());
        } else if (object instanceof Optional<?> optional) {
            tag(Tag.OPTIONAL);
            reference(optional.orElse(null));
        } else if (object instanceof BitSet bits) {
            tag(Tag.BITS);
            Numbers.write(bits.toLongArray(), out);
        } else if (Buffers.array(object) != null) {
            tag(Tag.BUFFER);
            buffer((ByteBuffer) object);
        } else if (!collection(object)) {
            own(object, type);
        }
    }

    private static boolean plain(Class<?> type) {
        return !type.isArray() && !type.isHidden() && Landmarks.ours(type);
    }

    private void array(Object array, Class<?> component) {
        if (component.isPrimitive()) {
            number(Tag.NUMBERS, Numbers.TYPES.indexOf(component));
            numbers(array);
        } else {
            tag(Tag.ARRAY);
            type(component);
            out.putLong(Array.getLength(array));
            turns.add(array);
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

    private boolean collection(Object object) {
        Container container = Container.of(object);
        if (container != null) {
            if (!container.canBeMade()) {
                throw unsavable(object, "was made after the start");
            }
            number(Tag.CONTAINER, container.ordinal());
            reference(container.order(object));
            turns.add(object);
            return true;
        }
        Immutable immutable = Immutable.of(object);
        if (immutable != null) {
            number(Tag.IMMUTABLE, immutable.ordinal());
            elements(object);
            return true;
        }
        return false;
    }

    private void own(Object object, Class<?> type) {
        if (type.isHidden()) {
            function(object);
            return;
        }
        if (!Landmarks.ours(type)) {
            throw unsavable(object, "is not ours");
        }
        Shape shape = Shape.of(type);
        if (shape.unsaved) {
            throw unsavable(object, "was made after the start");
        }
        if (type.isRecord()) {
            tag(Tag.RECORD);
            type(type);
            Object before = holder;
            String at = place;
            fields(object, shape);
            holder = before;
            place = at;
        } else {
            tag(Tag.OBJECT);
            type(type);
            turns.add(object);
        }
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
        Class<?> type = object.getClass();
        if (type.isArray()) {
            sparse((Object[]) object);
        } else if (object instanceof BitSet bits) {
            Numbers.write(bits.toLongArray(), out);
        } else if (object instanceof Optional<?> optional) {
            reference(optional.orElse(null));
        } else if (Buffers.array(object) != null) {
            buffer((ByteBuffer) object);
        } else if (Container.of(object) != null
                || Immutable.of(object) != null && !Immutable.view(object)) {
            elements(object);
        } else if (Landmarks.ours(type)) {
            Shape shape = Shape.of(type);
            if (!shape.unsaved) {
                if (shape.told) {
                    ((Snapshotted) object).saving();
                }
                fields(object, shape);
            }
        } else if (Immutable.of(object) == null && !unchanging(object)) {
            throw unsavable(object, "is not ours");
        }
    }

    /** Of the JDK and without state. */
    private static boolean unchanging(Object object) {
        return object instanceof Pattern || object instanceof Comparator;
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
