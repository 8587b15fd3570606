package org.rustos.core.snapshot;

/** What has no identity: two equal ones are as good as one. */
final class Values {
    private Values() {}

    static boolean is(Object object) {
        return object instanceof String
                || object instanceof Number && boxed(object)
                || object instanceof Boolean
                || object instanceof Character
                || object instanceof Enum
                || object instanceof Class;
    }

    private static boolean boxed(Object object) {
        return object instanceof Long
                || object instanceof Integer
                || object instanceof Short
                || object instanceof Byte
                || object instanceof Double
                || object instanceof Float;
    }
}
