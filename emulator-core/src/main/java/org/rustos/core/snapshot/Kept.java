package org.rustos.core.snapshot;

import java.io.Serializable;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Functions that are made while a machine runs and are kept in its state: a snapshot must be able
 * to write down which they are and what they captured, see {@link
 * java.lang.invoke.SerializedLambda}.
 */
public final class Kept {
    private Kept() {}

    /** Something to do. */
    public interface Action extends Runnable, Serializable {}

    /** A conversion between units of time. */
    public interface Conversion extends LongUnaryOperator, Serializable {}

    /** A number that changes. */
    public interface Reading extends LongSupplier, Serializable {}

    /** Something that is asked for when it is needed. */
    public interface Source<T> extends Supplier<T>, Serializable {}

    /** Who is told of something. */
    public interface Listener<T> extends Consumer<T>, Serializable {}

    /** Who is told of a number. */
    public interface NumberListener extends LongConsumer, Serializable {}
}
