package org.rustos.channels.trap;

import org.rustos.channels.Mechanism;
import org.rustos.channels.Settings;
import org.rustos.kernel.KernelHeap;
import org.rustos.kernel.preload.Preloading;

import java.util.List;

/** The switches of speculative pre-loading, the same for every mechanism that has it. */
public final class PreloadSwitch {
    private static final String ON = "preload";
    private static final String ENTRIES = "preload-entries";

    /** Assumed: two pages of descriptors. */
    private static final int USUAL_ENTRIES = 256;

    private static final int MOST_ENTRIES = 4096;

    public static final List<Mechanism.Setting> SETTINGS =
            List.of(
                    new Mechanism.Setting(
                            ON,
                            "0",
                            "1: descriptors of capabilities that are expected next are copied"
                                    + " ahead of use"),
                    new Mechanism.Setting(
                            ENTRIES,
                            Integer.toString(USUAL_ENTRIES),
                            "descriptors that the cache of pre-loading holds"));

    private PreloadSwitch() {}

    /** Switches pre-loading on for a process, if the settings say so. */
    public static void apply(RustosProcess process, Settings settings) {
        if (!settings.on(ON)) {
            return;
        }
        KernelHeap heap = process.kernel().heap();
        long entries = Math.clamp(settings.number(ENTRIES, USUAL_ENTRIES), 1, MOST_ENTRIES);
        process.table().preloading(Preloading.of(process.table().space(), heap, (int) entries));
    }
}
