package org.rustos.core.snapshot;

import org.objenesis.ObjenesisStd;
import org.objenesis.instantiator.ObjectInstantiator;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.zip.CRC32;

/** What a class of ours consists of, as far as snapshots go: its fields in a fixed order. */
final class Shape {
    private static final ClassValue<Shape> SHAPES =
            new ClassValue<>() {
                @Override
                protected Shape computeValue(Class<?> type) {
                    return new Shape(type);
                }
            };

    private static final ObjenesisStd INSTANTIATORS = new ObjenesisStd();

    /** The class. */
    final Class<?> type;

    /** Instance fields that are not transient, those of superclasses first, else by name. */
    final Field[] fields;

    /** See {@link Unsaved}. */
    final boolean unsaved;

    /** What the constants of the class hold that are of its own type: one object each, for ever. */
    final List<Object> constants;

    private final Constructor<?> canonical;
    private final ObjectInstantiator<?> bare;

    private Shape(Class<?> type) {
        this.type = type;
        this.unsaved = unsaved(type);
        this.fields = type.isRecord() ? components(type) : fields(type);
        this.constants = constants(type);
        this.canonical = type.isRecord() ? canonical(type) : null;
        this.bare = type.isRecord() ? null : bare(type);
    }

    private static List<Object> constants(Class<?> type) {
        List<Object> found = new ArrayList<>();
        if (!type.isHidden()) {
            Arrays.stream(type.getDeclaredFields())
                    .filter(f -> f.getType() == type)
                    .filter(f -> Modifier.isStatic(f.getModifiers()))
                    .filter(f -> Modifier.isFinal(f.getModifiers()))
                    .sorted(Comparator.comparing(Field::getName))
                    .peek(f -> f.setAccessible(true))
                    .map(f -> Landmarks.get(f, null))
                    .forEach(found::add);
        }
        return found;
    }

    /** The number of the constant that an object is, or -1. */
    int constant(Object object) {
        for (int i = 0; i < constants.size(); i++) {
            if (constants.get(i) == object) {
                return i;
            }
        }
        return -1;
    }

    /** Annotations of interfaces are not inherited by themselves. */
    private static boolean unsaved(Class<?> type) {
        return type != null
                && (type.isAnnotationPresent(Unsaved.class)
                        || unsaved(type.getSuperclass())
                        || Arrays.stream(type.getInterfaces()).anyMatch(Shape::unsaved));
    }

    static Shape of(Class<?> type) {
        return SHAPES.get(type);
    }

    private static Field[] fields(Class<?> type) {
        Deque<Class<?>> line = new ArrayDeque<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            // What an exception knows of the host is no state.
            if (!Throwable.class.isAssignableFrom(at) || Landmarks.ours(at)) {
                line.push(at);
            }
        }
        List<Field> found = new ArrayList<>();
        for (Class<?> at : line) {
            Arrays.stream(at.getDeclaredFields())
                    .filter(f -> (f.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
                    .sorted(Comparator.comparing(Field::getName))
                    .forEach(found::add);
        }
        found.forEach(f -> f.setAccessible(true));
        return found.toArray(Field[]::new);
    }

    private static Field[] components(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Field[] fields = new Field[components.length];
        for (int i = 0; i < fields.length; i++) {
            try {
                fields[i] = type.getDeclaredField(components[i].getName());
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException(type.getName(), e);
            }
            fields[i].setAccessible(true);
        }
        return fields;
    }

    private static Constructor<?> canonical(Class<?> type) {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }

    /** Makes objects without running a constructor, as Java's serialization does. */
    private static ObjectInstantiator<?> bare(Class<?> type) {
        boolean none = type.isHidden() || Modifier.isAbstract(type.getModifiers());
        return none ? null : INSTANTIATORS.getInstantiatorOf(type);
    }

    /** A new object whose fields are to be set; not for records. */
    Object make() throws SnapshotException {
        if (bare == null) {
            throw new SnapshotException("it holds a " + type.getName() + ", which is none");
        }
        return bare.newInstance();
    }

    /**
     * A new record.
     *
     * @throws SnapshotException if its constructor refuses the components
     */
    Object make(Object[] components) throws SnapshotException {
        try {
            return canonical.newInstance(components);
        } catch (InvocationTargetException e) {
            throw new SnapshotException(
                    "a " + type.getName() + " in it has no valid content", e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new SnapshotException("a " + type.getName() + " in it cannot be made", e);
        }
    }

    /** A number that changes when fields come, go or change their type. */
    int layout() {
        CRC32 crc = new CRC32();
        for (Field field : fields) {
            String line = field.getName() + ':' + field.getType().getName() + '\n';
            crc.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return (int) crc.getValue();
    }
}
