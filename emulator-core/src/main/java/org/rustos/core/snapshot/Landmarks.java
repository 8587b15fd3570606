package org.rustos.core.snapshot;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The objects of a fresh machine, numbered in an order that is the same for each machine made from
 * the same plan. They are what a snapshot refers to instead of making it again: what cannot be
 * saved, and what is put back in place.
 */
final class Landmarks {
    private final List<Object> byNumber = new ArrayList<>();
    private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
    private final CRC32 sum = new CRC32();

    /** Numbers everything that is reached from a root. */
    Landmarks(Object root) {
        add(root);
        for (int i = 0; i < byNumber.size(); i++) {
            visit(byNumber.get(i));
        }
    }

    int count() {
        return byNumber.size();
    }

    /** The number of an object, or -1. */
    int number(Object object) {
        Integer number = numbers.get(object);
        return number == null ? -1 : number;
    }

    Object at(int number) {
        return byNumber.get(number);
    }

    /** Differs where machines do not consist of the same objects. */
    long sum() {
        return sum.getValue();
    }

    private void add(Object object) {
        if (object == null || Values.is(object) || numbers.containsKey(object)) {
            return;
        }
        numbers.put(object, byNumber.size());
        byNumber.add(object);
        String name = object.getClass().getName();
        int hidden = name.indexOf("$$Lambda");
        sum.update(
                (hidden < 0 ? name : name.substring(0, hidden)).getBytes(StandardCharsets.UTF_8));
    }

    private void visit(Object object) {
        switch (Kind.of(object)) {
            case REFERENCES -> {
                for (Object element : (Object[]) object) {
                    add(element);
                }
            }
            case OPTIONAL -> add(((Optional<?>) object).orElse(null));
            case BUFFER -> add(Buffers.array(object));
            case CONTAINER, IMMUTABLE, VIEW -> collection(object);
            case FUNCTION, RECORD, OWN, UNSAVED -> {
                for (Field field : Shape.of(object.getClass()).fields) {
                    if (!field.getType().isPrimitive()) {
                        add(get(field, object));
                    }
                }
            }
            case NUMBERS, BITS, UNCHANGING, FOREIGN -> {}
        }
    }

    private void collection(Object object) {
        Container container = Container.of(object);
        if (container != null) {
            add(container.order(object));
        }
        boolean unordered =
                container == Container.IDENTITY_HASH_MAP
                        || (container == Container.HASH_MAP || container == Container.HASH_SET)
                                && !Elements.haveOrder(object);
        if (!unordered) {
            for (Object element : Elements.of(object)) {
                add(element);
            }
        }
    }

    /** Whether snapshots look at the fields of a class. */
    static boolean ours(Class<?> type) {
        String name = type.getName();
        return !name.startsWith("java.")
                && !name.startsWith("jdk.")
                && !name.startsWith("sun.")
                && !name.startsWith("com.fasterxml.");
    }

    static Object get(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
