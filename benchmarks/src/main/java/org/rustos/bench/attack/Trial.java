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
 */
public record Trial(
        Attacks program,
        List<String> arguments,
        Configuration configuration,
        Set<String> mechanisms,
        Set<Isa> isas) {
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
        return new Trial(program, arguments, other, mechanisms, isas);
    }

    Trial over(String... ids) {
        return new Trial(program, arguments, configuration, Set.of(ids), isas);
    }

    Trial on(Isa... only) {
        return new Trial(program, arguments, configuration, mechanisms, Set.of(only));
    }

    Trial with(String... more) {
        return new Trial(program, List.of(more), configuration, mechanisms, isas);
    }
}
