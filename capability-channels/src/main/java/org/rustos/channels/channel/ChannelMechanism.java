package org.rustos.channels.channel;

import org.rustos.channels.Mechanism;
import org.rustos.channels.NodePlacement;
import org.rustos.channels.Settings;
import org.rustos.channels.queue.PollingCore;
import org.rustos.channels.request.BatchService;
import org.rustos.channels.trap.PreloadSwitch;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.kernel.op.Capabilities;

import java.util.List;
import java.util.stream.Stream;

/** Tier 2: asynchronous capability channels. */
public final class ChannelMechanism implements Mechanism {
    private static final List<Setting> SETTINGS =
            Stream.of(
                            PollingCore.SETTINGS,
                            List.of(BatchService.SETTING),
                            PreloadSwitch.SETTINGS,
                            NodePlacement.SETTINGS)
                    .flatMap(List::stream)
                    .toList();

    @Override
    public String id() {
        return "channel";
    }

    @Override
    public String approach() {
        return "RustOS tier 2: capability channels";
    }

    @Override
    public String description() {
        return "Typed messages in a ring reached through a capability; rights, type and epoch are"
                + " checked at each use";
    }

    @Override
    public List<Setting> settings() {
        return SETTINGS;
    }

    @Override
    public int kernelCores(Settings settings) {
        return PollingCore.count(settings);
    }

    @Override
    public Bound bind(Binding binding) {
        ChannelTraps traps = new ChannelTraps(binding.kernel(), binding.settings());
        RustosProcess process =
                new RustosProcess(binding, new Capabilities(), 0, new byte[0], List.of(traps));
        PreloadSwitch.apply(process, binding.settings());
        NodePlacement.of(binding.settings()).apply(process);
        return process;
    }
}
