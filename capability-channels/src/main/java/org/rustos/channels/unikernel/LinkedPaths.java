package org.rustos.channels.unikernel;

import org.rustos.core.cpu.KernelPaths;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.Event;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is left of the kernel's paths when the program is part of the kernel: the services with all
 * that they touch, without what separates the two.
 */
final class LinkedPaths {
    /** The steps that are dropped or exchanged; the documentation has the same table. */
    private static final Map<String, String> INSTEAD =
            Map.ofEntries(
                    // No ring to change, no mitigation on the way: a call and its return.
                    Map.entry("syscall.entry", "unikernel.call"),
                    Map.entry("syscall.exit", "unikernel.return"),
                    // No table of calls that a stranger indexes.
                    Map.entry("syscall.dispatch", ""),
                    Map.entry("direct.trap", ""),
                    // Pointers are the callee's own.
                    Map.entry("user.access", ""),
                    // A descriptor is an index in an array, not a capability.
                    Map.entry("capability.lookup", "fd.lookup"),
                    Map.entry("capability.install", "fd.allocate"),
                    Map.entry("capability.revoke", "fd.remove"),
                    Map.entry("capability.revoke.node", ""));

    private static final Set<Event> WITHOUT =
            Arrays.stream(Event.values())
                    .filter(
                            event ->
                                    event.category() == Category.MITIGATION
                                            || event == Event.USER_ACCESS_WINDOW)
                    .collect(Collectors.toUnmodifiableSet());

    private LinkedPaths() {}

    static KernelPaths of(KernelPaths all) {
        return all.view("linked", INSTEAD, WITHOUT);
    }
}
