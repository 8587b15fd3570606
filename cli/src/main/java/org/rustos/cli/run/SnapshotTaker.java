package org.rustos.cli.run;

import org.rustos.channels.Simulation;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.hart.BlockObserver;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.Trap;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.MachineObserver;
import org.rustos.core.snapshot.SnapshotFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Runs a simulation to its end and writes snapshots on the way, each at the first step of the
 * machine behind the moment that was asked for. The run does not notice.
 */
final class SnapshotTaker {
    private static final long MC = 1000;

    private final List<SnapshotMoment> moments;
    private final long every;
    private final Path folder;
    private final String name;
    private final SortedMap<String, byte[]> attachments;
    private boolean due;

    SnapshotTaker(
            List<SnapshotMoment> moments,
            long every,
            Path folder,
            String name,
            SortedMap<String, byte[]> attachments) {
        this.moments = moments;
        this.every = every;
        this.folder = folder;
        this.name = name;
        this.attachments = attachments;
    }

    /**
     * Runs to the end.
     *
     * @param say is told of each file
     */
    Simulation.Outcome run(Simulation simulation, Consumer<String> say) {
        simulation.states();
        TreeSet<Long> times = new TreeSet<>();
        for (SnapshotMoment moment : moments) {
            switch (moment) {
                case SnapshotMoment.Cycles at -> times.add(at.cycles());
                case SnapshotMoment.Symbol symbol -> watch(simulation, symbol.name());
                case SnapshotMoment.Marker _ -> watchMarker(simulation);
            }
        }
        long begun = cycles(simulation);
        times.headSet(begun).clear();
        long next = every == Long.MAX_VALUE ? every : begun + every;
        while (true) {
            long until = Math.min(next, times.isEmpty() ? Long.MAX_VALUE : times.first());
            Simulation.Outcome outcome =
                    simulation.runUntil(until > Long.MAX_VALUE / MC ? Long.MAX_VALUE : until * MC);
            if (outcome != null) {
                return outcome;
            }
            long now = cycles(simulation);
            if (due || now >= until) {
                write(simulation, now, say);
            }
            due = false;
            times.headSet(now, true).clear();
            while (next <= now) {
                next += every;
            }
        }
    }

    /** The earliest clock that still goes: what a snapshot is named after. */
    private static long cycles(Simulation simulation) {
        return simulation.nowMc() / MC;
    }

    private void write(Simulation simulation, long now, Consumer<String> say) {
        Path file = folder.resolve(name + "-" + now + ".snapshot");
        try {
            Files.createDirectories(folder.toAbsolutePath());
            new SnapshotFile(attachments, simulation.states().save()).write(file);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, file + ": cannot be written (" + e.getMessage() + ")");
        }
        say.accept("snapshot at cycle " + now + ": " + file);
    }

    private void watchMarker(Simulation simulation) {
        simulation.observe(
                new MachineObserver() {
                    private boolean seen;

                    @Override
                    public void trapped(Core core, HartContext context, Trap trap) {
                        if (!seen && trap instanceof Trap.Marker) {
                            seen = true;
                            ask(simulation);
                        }
                    }
                });
    }

    private void watch(Simulation simulation, String symbol) {
        var loaded = simulation.kernel().processes().first().loaded();
        long address =
                loaded.symbols().stream()
                        .filter(s -> s.name().equals(symbol))
                        .mapToLong(ElfImage.Symbol::address)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        CommandFailure.usage(
                                                "--snapshot-at "
                                                        + symbol
                                                        + ": the program has no such symbol"));
        for (Core core : simulation.board().cores()) {
            core.hart().observe(new Arrival(address, simulation, core));
        }
    }

    private void ask(Simulation simulation) {
        due = true;
        simulation.pause();
    }

    /** Sees user code come to an address, once. */
    private final class Arrival implements BlockObserver {
        private final long address;
        private final Simulation simulation;
        private final Core core;
        private boolean seen;

        Arrival(long address, Simulation simulation, Core core) {
            this.address = address;
            this.simulation = simulation;
            this.core = core;
        }

        @Override
        public void entered(long pc) {
            if (!seen && pc == address) {
                seen = true;
                ask(simulation);
                core.budget().stopSoon();
            }
        }
    }
}
