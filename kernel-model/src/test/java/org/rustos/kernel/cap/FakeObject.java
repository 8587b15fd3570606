package org.rustos.kernel.cap;

/** An object that is nothing but its kind. */
public record FakeObject(ObjectKind kind, ObjectHeader header) implements KernelObject {
    FakeObject(ObjectKind kind) {
        this(kind, new ObjectHeader(1L << 40));
    }
}
