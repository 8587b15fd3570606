package org.rustos.channels.queue;

import org.rustos.channels.Mechanism;
import org.rustos.channels.NodePlacement;
import org.rustos.channels.Settings;
import org.rustos.core.machine.Core;
import org.rustos.kernel.Kernel;

import java.util.List;

/** The switches of polling, and the core that a polling thread gets. */
public final class PollingCore {
    /** What every mechanism with a queue can be told. */
    public static final List<Mechanism.Setting> SETTINGS =
            List.of(
                    new Mechanism.Setting(
                            "poll", "0", "1: a kernel thread on a core of its own takes entries"),
                    new Mechanism.Setting(
                            "idle",
                            "0",
                            "microseconds of emptiness after which it sleeps; 0: never"),
                    new Mechanism.Setting(
                            "fast-forward", "1", "0: make every empty turn; cycles do not differ"));

    private PollingCore() {}

    /** Cores that polling needs. */
    public static int count(Settings settings) {
        if (!settings.on("poll")) {
            return 0;
        }
        return NodePlacement.of(settings).moves() ? 2 : 1;
    }

    /** The reserved core, or null without polling. */
    public static Core of(Kernel kernel, Settings settings) {
        return reserved(kernel, settings, 1);
    }

    /** The core that the thread moves to when it has seen who it works for, or null if it stays. */
    public static Core next(Kernel kernel, Settings settings) {
        return reserved(kernel, settings, 2);
    }

    /** A core by its number from the end on, or null if polling does not need so many. */
    private static Core reserved(Kernel kernel, Settings settings, int fromEnd) {
        if (fromEnd > count(settings)) {
            return null;
        }
        List<Core> cores = kernel.board().cores();
        Core core = cores.get(cores.size() - fromEnd);
        kernel.scheduler().reserve(core);
        return core;
    }

    /** Whether empty turns are accounted instead of made. */
    public static boolean fastForward(Settings settings) {
        return settings.number("fast-forward", 1) != 0;
    }
}
