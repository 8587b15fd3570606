package org.rustos.core.snapshot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The collections of the JDK that state may be kept in, as flat rows of elements. */
enum Container {
    ARRAY_LIST(ArrayList.class, _ -> new ArrayList<>()),
    ARRAY_DEQUE(ArrayDeque.class, _ -> new ArrayDeque<>()),
    LINKED_HASH_MAP(LinkedHashMap.class, _ -> new LinkedHashMap<>()),
    LINKED_HASH_SET(LinkedHashSet.class, _ -> new LinkedHashSet<>()),
    HASH_MAP(HashMap.class, _ -> new HashMap<>()),
    HASH_SET(HashSet.class, _ -> new HashSet<>()),
    IDENTITY_HASH_MAP(IdentityHashMap.class, _ -> new IdentityHashMap<>()),
    TREE_MAP(TreeMap.class, TreeMap::new),
    TREE_SET(TreeSet.class, TreeSet::new),
    PRIORITY_QUEUE(PriorityQueue.class, PriorityQueue::new),
    /** Only as part of a fresh machine: an empty one does not tell its keys' type. */
    ENUM_MAP(EnumMap.class, null),
    ENUM_SET(EnumSet.class, null);

    private static final Container[] ALL = values();

    private final Class<?> type;
    private final Function<Comparator<Object>, Object> maker;

    Container(Class<?> type, Function<Comparator<Object>, Object> maker) {
        this.type = type;
        this.maker = maker;
    }

    /** The kind of an object, or null if it is no container of these. */
    static Container of(Object object) {
        for (Container container : ALL) {
            if (container.type == object.getClass()
                    || container == ENUM_SET && object instanceof EnumSet) {
                return container;
            }
        }
        return null;
    }

    static Container at(int ordinal) {
        return ALL[ordinal];
    }

    static int count() {
        return ALL.length;
    }

    /** Whether one can be made that the fresh machine does not have. */
    boolean canBeMade() {
        return maker != null;
    }

    /** An empty one. */
    Object make(Comparator<Object> order) {
        return maker.apply(order);
    }

    /** What it is sorted by, or null. */
    @SuppressWarnings("unchecked")
    Comparator<Object> order(Object container) {
        return (Comparator<Object>)
                switch (this) {
                    case TREE_MAP -> ((TreeMap<?, ?>) container).comparator();
                    case TREE_SET -> ((TreeSet<?>) container).comparator();
                    case PRIORITY_QUEUE -> ((PriorityQueue<?>) container).comparator();
                    default -> null;
                };
    }

    /** Whether elements find their place by their content, so that it must be there before them. */
    boolean placesByContent() {
        return switch (this) {
            case ARRAY_LIST, ARRAY_DEQUE -> false;
            default -> true;
        };
    }

    /** Makes the content of a container what {@link Elements#of} gave. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static void fill(Object container, Object[] elements) {
        if (container instanceof Map map) {
            map.clear();
            for (int i = 0; i < elements.length; i += 2) {
                map.put(elements[i], elements[i + 1]);
            }
        } else {
            Collection collection = (Collection) container;
            collection.clear();
            for (Object element : elements) {
                collection.add(element);
            }
        }
    }
}
