package org.rustos.core.hart;

/** What an instruction tried to do with memory. */
public enum Access {
    READ,
    WRITE,
    EXECUTE
}
