package org.rustos.core.snapshot;

import java.util.ArrayList;
import java.util.List;

/** The classes and texts of a snapshot, each in full where it is met first. */
final class ClassNames {
    private final GraphBytes in;
    private final List<Object> names = new ArrayList<>();

    ClassNames(GraphBytes in) {
        this.in = in;
    }

    /** Reads a text. */
    String text() throws SnapshotException {
        int known = in.getInt(-1, names.size() - 1);
        if (known < 0) {
            String text = in.getString();
            names.add(text);
            return text;
        }
        if (names.get(known) instanceof String text) {
            return text;
        }
        throw new SnapshotException("it has a class where a text belongs");
    }

    /** Reads a class, whose fields must be those of here. */
    Class<?> next() throws SnapshotException {
        int known = in.getInt(-1, names.size() - 1);
        if (known < 0) {
            Class<?> type = named(in.getString());
            if (in.getLong() != StateWriter.layout(type)) {
                throw new SnapshotException(
                        type.getName() + " has other fields here: another version wrote it");
            }
            names.add(type);
            return type;
        }
        if (names.get(known) instanceof Class<?> type) {
            return type;
        }
        throw new SnapshotException("it has a text where a class belongs");
    }

    /** A class of the JDK only as an element of an array or as a value; nothing of it is run. */
    Class<?> named(String name) throws SnapshotException {
        for (Class<?> primitive : Numbers.TYPES) {
            if (primitive.getName().equals(name)) {
                return primitive;
            }
        }
        try {
            return Class.forName(name, false, ClassNames.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new SnapshotException("it holds a " + name + ", which does not exist here", e);
        }
    }
}
