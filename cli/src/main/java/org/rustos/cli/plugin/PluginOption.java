package org.rustos.cli.plugin;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/** The option that adds plug-ins to a command; the same words wherever it stands. */
public final class PluginOption {
    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Folder of jars with more mechanisms, workloads or CPU models.")
    private Path folder;

    /**
     * Makes the plug-ins of the folder, if one was given, findable for the rest of the command. To
     * be called before anything looks for a mechanism, workload or CPU model.
     *
     * @return their jars, in the order of their names
     * @throws org.rustos.cli.CommandFailure with one line if a jar is not as it should be
     */
    public List<Path> load() {
        return folder == null ? List.of() : Plugins.load(folder);
    }

    /** The same for a folder that no option named. */
    public static List<Path> load(Path folder) {
        return Plugins.load(folder);
    }

    /** What this option adds to a command that is to be repeated. */
    public String argument() {
        return folder == null ? "" : " --plugins " + folder;
    }
}
