package org.rustos.channels.fast;

import org.rustos.core.cpu.KernelPaths;
import org.rustos.core.timing.Event;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The kernel's paths where hardware does a part of their work. */
final class FastPaths {
    private static final Map<String, String> FRED =
            Map.of(
                    "syscall.entry", "fred.entry",
                    "syscall.exit", "fred.exit",
                    "fault.entry", "fred.fault.entry",
                    "fault.exit", "fred.fault.exit");

    private FastPaths() {}

    /**
     * @param fred events make their own frame
     * @param descriptors user buffers need no check by software and no window around the access
     */
    static KernelPaths of(KernelPaths all, boolean fred, boolean descriptors) {
        Map<String, String> instead = new TreeMap<>();
        if (fred) {
            instead.putAll(FRED);
        }
        if (descriptors) {
            instead.put("user.access", "descriptor.access");
        }
        return all.view("fast", instead, descriptors ? Set.of(Event.USER_ACCESS_WINDOW) : Set.of());
    }
}
