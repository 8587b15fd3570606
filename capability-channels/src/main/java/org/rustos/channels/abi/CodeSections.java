package org.rustos.channels.abi;

import org.rustos.core.timing.Category;

import java.util.Map;

/**
 * ELF sections that say what their code is for, so that its cycles count in that category instead
 * of user compute. A name that is not here is user compute.
 */
public final class CodeSections {
    /** Filling and taking ring entries. */
    public static final String MESSAGE = "ros_message";

    /** Spinning until a polling kernel thread has answered. */
    public static final String POLL = "ros_poll";

    /** The work of an operation in tier 1. */
    public static final String SERVICE = "ros_service";

    /** Lookup, rights, epoch, expiry in tier 1. */
    public static final String CAPABILITY_CHECK = "ros_capcheck";

    /** Moving payload between service and user. */
    public static final String COPY = "ros_copy";

    /** Entering and leaving the service's protection domain. */
    public static final String GATE = "ros_gate";

    /** The category of each section. */
    public static final Map<String, Category> CATEGORIES =
            Map.of(
                    MESSAGE, Category.MESSAGE_TRANSFER,
                    POLL, Category.POLLING,
                    SERVICE, Category.SERVICE,
                    CAPABILITY_CHECK, Category.CAPABILITY_CHECK,
                    COPY, Category.COPY,
                    GATE, Category.PKEY);

    private CodeSections() {}
}
