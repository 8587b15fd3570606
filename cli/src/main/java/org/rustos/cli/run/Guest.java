package org.rustos.cli.run;

import org.rustos.channels.Mechanism;
import org.rustos.channels.Settings;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.elf.ElfImage;
import org.rustos.kernel.network.RemoteClient;
import org.rustos.workloads.Workload;

import java.util.List;
import java.util.SortedMap;

/**
 * What a command line asks to run, found and checked: nothing in it can be of the wrong kind.
 *
 * @param name the image's base name or the workload's id; argv[0]
 * @param workload null for a plain image
 * @param arguments argv, the name first
 * @param files made before the start: absolute guest path to content
 */
public record Guest(
        String name,
        CpuModel cpu,
        Mechanism mechanism,
        Workload workload,
        ElfImage image,
        Settings settings,
        List<String> arguments,
        SortedMap<String, byte[]> files,
        RemoteClient remote) {}
