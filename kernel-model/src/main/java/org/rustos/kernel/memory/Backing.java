package org.rustos.kernel.memory;

import java.io.Serializable;

/** Where the pages of an area come from. */
public sealed interface Backing {
    /** Zeroed memory of the process's own. */
    record Anonymous() implements Backing {}

    /**
     * Pages of something that has frames (a file's page cache, a shared object).
     *
     * @param pages gives the frame of a page
     * @param offset offset of the area's first byte, a multiple of the page size
     * @param shared writes go to the frame itself; otherwise the first write copies it
     */
    record Paged(PageSource pages, long offset, boolean shared) implements Backing {}

    /** Something that has page frames. */
    interface PageSource extends Serializable {
        /**
         * The frame of a page, with one more user for the caller.
         *
         * @param page number of the page
         * @return canonical physical address; 0 if RAM is exhausted, -1 if the page is past the end
         */
        long frame(long page);

        /** So many more areas (or fewer, if negative) take their pages from it. */
        default void mapped(int more) {}
    }

    Anonymous ANONYMOUS = new Anonymous();
}
