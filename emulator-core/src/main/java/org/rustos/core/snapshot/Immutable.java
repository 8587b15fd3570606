package org.rustos.core.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The immutable collections of the JDK and its unmodifiable views. A view is saved as what it
 * shows: whoever keeps one keeps it because what it shows changes no more.
 */
enum Immutable {
    LIST,
    SET,
    MAP,
    VIEW_SORTED_SET,
    VIEW_SORTED_MAP,
    VIEW_SET,
    VIEW_MAP,
    VIEW_LIST;

    private static final Immutable[] ALL = values();

    static Immutable at(int ordinal) {
        return ALL[ordinal];
    }

    static int count() {
        return ALL.length;
    }

    /** The kind of an object, or null if it is none of these. */
    static Immutable of(Object object) {
        String name = object.getClass().getName();
        if (name.startsWith("java.util.ImmutableCollections$")) {
            return object instanceof List ? LIST : object instanceof Set ? SET : MAP;
        }
        if (name.startsWith("java.util.Collections$Unmodifiable")
                || name.startsWith("java.util.Collections$Empty")
                || name.startsWith("java.util.Collections$Singleton")) {
            return switch (object) {
                case SortedSet<?> _ -> VIEW_SORTED_SET;
                case SortedMap<?, ?> _ -> VIEW_SORTED_MAP;
                case Set<?> _ -> VIEW_SET;
                case Map<?, ?> _ -> VIEW_MAP;
                case List<?> _ -> VIEW_LIST;
                default -> null;
            };
        }
        return null;
    }

    /** Whether it is only a view of something else. */
    static boolean view(Object object) {
        return object.getClass().getName().startsWith("java.util.Collections$Unmodifiable");
    }

    /** One with the elements that {@link Elements#of} gave. */
    Object make(Object[] elements) throws SnapshotException {
        try {
            return switch (this) {
                case LIST ->
                        Arrays.stream(elements).allMatch(Objects::nonNull)
                                ? List.of(elements)
                                : Collections.unmodifiableList(
                                        new ArrayList<>(Arrays.asList(elements)));
                case SET -> Set.of(elements);
                case MAP -> Map.copyOf(map(elements));
                case VIEW_SORTED_SET ->
                        Collections.unmodifiableSortedSet(new TreeSet<>(Arrays.asList(elements)));
                case VIEW_SORTED_MAP ->
                        Collections.unmodifiableSortedMap(new TreeMap<>(map(elements)));
                case VIEW_SET ->
                        Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(elements)));
                case VIEW_MAP -> Collections.unmodifiableMap(map(elements));
                case VIEW_LIST ->
                        Collections.unmodifiableList(new ArrayList<>(Arrays.asList(elements)));
            };
        } catch (RuntimeException e) {
            throw new SnapshotException("a collection in it has no valid content", e);
        }
    }

    private static Map<Object, Object> map(Object[] elements) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i + 1 < elements.length; i += 2) {
            map.put(elements[i], elements[i + 1]);
        }
        return map;
    }
}
