package org.rustos.bench.attack;

import org.rustos.core.cpu.Isa;
import org.rustos.workloads.program.Attacks;

import java.util.List;
import java.util.Set;

/**
 * A guest program that tries an attack in one configuration, and where it makes sense.
 *
 * @param mechanisms ids; empty for every mechanism that the program was built for
 * @param isas empty for all
 * @param compares whether it is run with two secrets, and the cycles of the runs are what it tells
 */
public record Trial(
        Attacks program,
        List<String> arguments,
        Configuration configuration,
        Set<String> mechanisms,
        Set<Isa> isas,
        boolean compares) {
    public Trial {
        arguments = List.copyOf(arguments);
        mechanisms = Set.copyOf(mechanisms);
        isas = Set.copyOf(isas);
    }

    boolean applies(Isa isa, String mechanism) {
        return (mechanisms.isEmpty() || mechanisms.contains(mechanism))
                && (isas.isEmpty() || isas.contains(isa))
                && program.exists(isa, mechanism);
    }

    Trial in(Configuration other) {
        return new Trial(program, arguments, other, mechanisms, isas, compares);
    }

    Trial over(String... ids) {
        return new Trial(program, arguments, configuration, Set.of(ids), isas, compares);
    }

    Trial on(Isa... only) {
        return new Trial(program, arguments, configuration, mechanisms, Set.of(only), compares);
    }

    Trial twice() {
        return new Trial(program, arguments, configuration, mechanisms, isas, true);
    }
}
