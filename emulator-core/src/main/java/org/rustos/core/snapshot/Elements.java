package org.rustos.core.snapshot;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.SequencedMap;

/** Rows of what is in collections, in an order that does not depend on the host. */
final class Elements {
    private Elements() {}

    /** All elements; of maps keys and values in turn. */
    static Object[] of(Object collection) {
        if (!(collection instanceof Map<?, ?> map)) {
            return inOrder(((Collection<?>) collection), collection instanceof SequencedCollection);
        }
        Object[] elements = new Object[2 * map.size()];
        int at = 0;
        for (Object key : inOrder(map.keySet(), map instanceof SequencedMap)) {
            elements[at++] = key;
            elements[at++] = map.get(key);
        }
        return elements;
    }

    /** Whether elements of a hash table have an order of their own. */
    static boolean haveOrder(Object collection) {
        Collection<?> keys =
                collection instanceof Map<?, ?> map ? map.keySet() : (Collection<?>) collection;
        return keys.size() < 2 || comparable(keys.toArray());
    }

    /** Hash tables iterate in an order that depends on their past: keys with an order get it. */
    private static Object[] inOrder(Collection<?> collection, boolean ordered) {
        Object[] elements = collection.toArray();
        if (!ordered && elements.length > 1 && comparable(elements)) {
            Arrays.sort(elements);
        }
        return elements;
    }

    private static boolean comparable(Object[] elements) {
        Class<?> type = elements[0] == null ? null : elements[0].getClass();
        for (Object element : elements) {
            if (!(element instanceof String || element instanceof Number || element instanceof Enum)
                    || !(element instanceof Comparable)
                    || element.getClass() != type) {
                return false;
            }
        }
        return true;
    }
}
