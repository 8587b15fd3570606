package org.rustos.kernel.ebpf.run;

import org.rustos.kernel.ebpf.HelperFunction;
import org.rustos.kernel.ebpf.map.BpfMap;

import java.io.Serializable;

/** What helpers ask the kernel around them: simulated time, a seeded chance, where they run. */
public interface Environment extends Serializable {
    long nowNanos();

    int processor();

    int random();

    /** Text that a program printed. */
    void print(String text);

    /** A helper is about to run, on a map or null: for counting and pricing. */
    default void called(HelperFunction helper, BpfMap map) {}

    /** A program that runs outside any kernel: time stands still, chance is a fixed sequence. */
    static Environment still() {
        return new Environment() {
            private int state = 0x2545_f491;

            @Override
            public long nowNanos() {
                return 0;
            }

            @Override
            public int processor() {
                return 0;
            }

            @Override
            public int random() {
                state ^= state << 13;
                state ^= state >>> 17;
                state ^= state << 5;
                return state;
            }

            @Override
            public void print(String text) {}
        };
    }
}
