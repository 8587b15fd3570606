package org.rustos.core.snapshot;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads what {@link StateWriter} wrote into a machine that was made from the same plan. It makes
 * objects of our own classes only, and checks all that it reads: the bytes may be anybody's.
 */
final class StateReader {
    /** What a damaged length must not make us reserve. */
    private static final int MOST_REFERENCES = 1 << 24;

    private final Landmarks landmarks;
    private final List<Object> large;
    private final ClassNames classes;
    private final GraphBytes in;
    private final List<Object> met = new ArrayList<>();
    private final List<Object> turns = new ArrayList<>();
    private final List<Runnable> last = new ArrayList<>();

    /**
     * @param large the arrays beside the graph; they are copied
     */
    StateReader(Landmarks landmarks, List<Object> large, byte[] graph) {
        this.landmarks = landmarks;
        this.large = large;
        this.in = new GraphBytes(graph);
        this.classes = new ClassNames(in);
    }

    /**
     * Puts everything back.
     *
     * @throws SnapshotException if the bytes are wrong; the machine must not go on then
     */
    void read() throws SnapshotException {
        try {
            Object root = reference();
            if (root == null || landmarks.number(root) != 0) {
                throw new SnapshotException("it does not begin with a machine");
            }
            for (int i = 0; i < turns.size(); i++) {
                content(turns.get(i));
            }
            last.forEach(Runnable::run);
        } catch (ClassCastException
                | IllegalArgumentException
                | ArrayStoreException
                | NullPointerException e) {
            throw new SnapshotException("it holds what does not belong where it stands", e);
        }
        if (!in.atEnd()) {
            throw new SnapshotException("something follows its end");
        }
        for (Object object : met) {
            if (object instanceof Snapshotted told) {
                told.restored();
            }
        }
    }

    private Object reference() throws SnapshotException {
        Tag tag = Tag.read(in);
        return switch (tag) {
            case NULL -> null;
            case KNOWN -> known(in.getInt(0, met.size() - 1));
            case LANDMARK -> landmark(landmarks.at(in.getInt(0, landmarks.count() - 1)));
            case CONSTANT -> constantOf();
            case OBJECT -> later(ours(classes.next()).make());
            case RECORD -> whole(this::record);
            case ARRAY -> later(array());
            case NUMBERS -> meet(numbers(in.getInt(0, Numbers.TYPES.size() - 1)));
            case CONTAINER -> container();
            case IMMUTABLE ->
                    whole(() -> Immutable.at(in.getInt(0, Immutable.count() - 1)).make(elements()));
            case OPTIONAL -> whole(() -> Optional.ofNullable(reference()));
            case BITS -> meet(BitSet.valueOf(bits()));
            case BUFFER -> whole(this::buffer);
            case FUNCTION -> whole(this::function);
            case STRING -> classes.text();
            case ENUM -> constant();
            case CLASS -> classes.next();
            case LONG -> in.getLong();
            case INTEGER -> (int) in.getLong();
            case SHORT -> (short) in.getLong();
            case BYTE -> (byte) in.getLong();
            case CHARACTER -> (char) in.getLong();
            case BOOLEAN -> in.getLong() != 0;
            case DOUBLE -> Double.longBitsToDouble(in.getLong());
            case FLOAT -> Float.intBitsToFloat((int) in.getLong());
        };
    }

    private Object known(int number) throws SnapshotException {
        Object object = met.get(number);
        if (object == null) {
            throw new SnapshotException("a value in it contains itself");
        }
        return object;
    }

    private Object meet(Object object) {
        met.add(object);
        return object;
    }

    /** Makes an object out of others that follow it. */
    private interface Maker {
        Object make() throws SnapshotException;
    }

    /** What is made of others has its number before them. */
    private Object whole(Maker maker) throws SnapshotException {
        int number = met.size();
        met.add(null);
        Object made = maker.make();
        met.set(number, made);
        return made;
    }

    private Object later(Object object) {
        turns.add(object);
        return meet(object);
    }

    private Object landmark(Object object) throws SnapshotException {
        if (Kind.of(object) == Kind.NUMBERS) {
            meet(object);
            numbers(object);
            return object;
        }
        return later(object);
    }

    private Shape ours(Class<?> type) throws SnapshotException {
        Shape shape = Landmarks.ours(type) && !type.isHidden() ? Shape.of(type) : null;
        if (shape == null || shape.unsaved) {
            throw new SnapshotException("it holds a " + type.getName() + ", which none may");
        }
        return shape;
    }

    private Object constantOf() throws SnapshotException {
        List<Object> constants = ours(classes.next()).constants;
        return meet(constants.get(in.getInt(0, constants.size() - 1)));
    }

    private Object record() throws SnapshotException {
        Class<?> type = classes.next();
        if (!type.isRecord()) {
            throw new SnapshotException("it holds a " + type.getName() + " as a record");
        }
        Shape shape = ours(type);
        Object[] components = new Object[shape.fields.length];
        for (int i = 0; i < components.length; i++) {
            Class<?> component = shape.fields[i].getType();
            components[i] = component.isPrimitive() ? boxed(component, in.getLong()) : reference();
        }
        return shape.make(components);
    }

    private static Object boxed(Class<?> type, long value) {
        Object one = Array.newInstance(type, 1);
        Numbers.set(one, 0, value);
        return Array.get(one, 0);
    }

    private Object array() throws SnapshotException {
        Class<?> component = classes.next();
        return Array.newInstance(component, in.getInt(0, MOST_REFERENCES));
    }

    private Object numbers(int type) throws SnapshotException {
        return numbers(Numbers.TYPES.get(type), null);
    }

    private void numbers(Object into) throws SnapshotException {
        numbers(into.getClass().getComponentType(), into);
    }

    private Object numbers(Class<?> type, Object into) throws SnapshotException {
        if (in.get() == 0) {
            return Numbers.read(type, into, in);
        }
        Object kept = large.get(in.getInt(0, large.size() - 1));
        int length = Array.getLength(kept);
        if (kept.getClass().getComponentType() != type
                || into != null && Array.getLength(into) != length) {
            throw new SnapshotException("an array in it does not fit");
        }
        if (into == null) {
            return Numbers.copy(kept);
        }
        System.arraycopy(kept, 0, into, 0, length);
        return into;
    }

    private Object container() throws SnapshotException {
        Object made = whole(this::emptyContainer);
        turns.add(made);
        return made;
    }

    @SuppressWarnings("unchecked")
    private Object emptyContainer() throws SnapshotException {
        Container container = Container.at(in.getInt(0, Container.count() - 1));
        if (!container.canBeMade()) {
            throw new SnapshotException("it holds a " + container + ", which none may");
        }
        return container.make((Comparator<Object>) reference());
    }

    private Object buffer() throws SnapshotException {
        ByteBuffer made = ByteBuffer.wrap((byte[]) reference());
        Buffers.read(made, in);
        return made;
    }

    private Object function() throws SnapshotException {
        Functions.Form form = Functions.Form.read(in);
        Object[] captured = elements();
        return form.make(classes.named(form.capturing().replace('/', '.')), captured);
    }

    private Object constant() throws SnapshotException {
        Class<?> type = classes.next();
        String name = in.getString();
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
        }
        throw new SnapshotException("there is no " + name + " of " + type.getName() + " here");
    }

    private long[] bits() throws SnapshotException {
        return (long[]) Numbers.read(long.class, null, in);
    }

    private Object[] elements() throws SnapshotException {
        Object[] elements = new Object[in.getCount()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = reference();
        }
        return elements;
    }

    private void content(Object object) throws SnapshotException {
        switch (Kind.of(object)) {
            case REFERENCES -> sparse((Object[]) object);
            case OPTIONAL -> reference();
            case BITS -> {
                BitSet set = (BitSet) object;
                BitSet read = BitSet.valueOf(bits());
                set.clear();
                set.or(read);
            }
            case BUFFER -> {
                reference();
                Buffers.read((ByteBuffer) object, in);
            }
            case CONTAINER -> fill(object, Container.of(object));
            case IMMUTABLE -> elements();
            case FUNCTION, RECORD, OWN -> fields(object, Shape.of(object.getClass()));
            case NUMBERS, VIEW, UNSAVED, UNCHANGING, FOREIGN -> {}
        }
    }

    private void fill(Object object, Container container) throws SnapshotException {
        Object[] elements = elements();
        if (container.placesByContent()) {
            last.add(() -> Container.fill(object, elements));
        } else {
            Container.fill(object, elements);
        }
    }

    private void sparse(Object[] array) throws SnapshotException {
        int at = 0;
        while (true) {
            int nulls = in.getInt(0, array.length - at);
            Arrays.fill(array, at, at + nulls, null);
            at += nulls;
            Object element = reference();
            if (element == null) {
                break;
            }
            if (at == array.length) {
                throw new SnapshotException("an array in it is too long");
            }
            array[at++] = element;
        }
        if (at != array.length) {
            throw new SnapshotException("an array in it is too short");
        }
    }

    /** What is fixed in a fresh machine (records, functions) is read over. */
    private void fields(Object object, Shape shape) throws SnapshotException {
        boolean fixed = shape.type.isRecord() || shape.type.isHidden();
        for (Field field : shape.fields) {
            try {
                if (field.getType().isPrimitive()) {
                    long value = in.getLong();
                    if (!fixed) {
                        set(field, object, value);
                    }
                } else {
                    Object value = reference();
                    if (!fixed) {
                        field.set(object, value);
                    }
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void set(Field field, Object object, long value) throws IllegalAccessException {
        Class<?> type = field.getType();
        if (type == long.class) {
            field.setLong(object, value);
        } else if (type == int.class) {
            field.setInt(object, (int) value);
        } else {
            field.set(object, boxed(type, value));
        }
    }
}
