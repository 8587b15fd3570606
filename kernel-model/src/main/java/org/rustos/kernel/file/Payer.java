package org.rustos.kernel.file;

import java.io.Serializable;

/** Whoever pays for what the file service does: the core of a caller, or nobody in tests. */
public interface Payer extends Serializable {
    /** Charges a kernel path by its name in the table of kernel paths. */
    void charge(String path);

    /** Reads one line of a kernel object. */
    void touch(long line);

    /** Writes one line of a kernel object. */
    void dirty(long line);

    /** The paying core's clock in millicycles. */
    long nowMc();

    /** Pays nothing; the clock stands at 0. */
    Payer NOBODY = free(0);

    /** Pays nothing, but knows what time it is: those who wait must not be woken in the past. */
    static Payer free(long nowMc) {
        return new Payer() {
            @Override
            public void charge(String path) {}

            @Override
            public void touch(long line) {}

            @Override
            public void dirty(long line) {}

            @Override
            public long nowMc() {
                return nowMc;
            }
        };
    }
}
