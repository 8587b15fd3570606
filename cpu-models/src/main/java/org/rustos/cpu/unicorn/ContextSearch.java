package org.rustos.cpu.unicorn;

import java.util.function.LongPredicate;

/**
 * Looks for a field of an {@link EngineContext} whose place differs between builds of Unicorn, and
 * refuses a build in which it cannot be told apart.
 */
final class ContextSearch {
    /** Fields lie at multiples of this. */
    private static final int STEP = 4;

    private ContextSearch() {}

    /**
     * Finds the one place that fits.
     *
     * @param what the field, for the message
     * @param bytes of the field
     * @param fits asked for each byte offset
     * @throws EngineException if no place fits or several do
     */
    static long find(String what, EngineContext context, int bytes, LongPredicate fits) {
        long found = -1;
        for (long offset = 0; offset + bytes <= context.size(); offset += STEP) {
            if (fits.test(offset)) {
                if (found >= 0) {
                    throw notFound(what, "more than one place");
                }
                found = offset;
            }
        }
        if (found < 0) {
            throw notFound(what, "no place");
        }
        return found;
    }

    private static EngineException notFound(String what, String why) {
        return new EngineException(
                "Unicorn "
                        + UnicornEngine.libraryVersion()
                        + ": "
                        + why
                        + " in a saved context fits "
                        + what
                        + "; use the pinned version (tools/fetch-natives)");
    }
}
