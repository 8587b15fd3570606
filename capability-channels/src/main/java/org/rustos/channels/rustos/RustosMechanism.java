package org.rustos.channels.rustos;

import org.rustos.channels.Mechanism;
import org.rustos.channels.NodePlacement;
import org.rustos.channels.Settings;
import org.rustos.channels.channel.ChannelTraps;
import org.rustos.channels.direct.DirectMechanism;
import org.rustos.channels.direct.DirectTraps;
import org.rustos.channels.queue.PollingCore;
import org.rustos.channels.trap.PreloadSwitch;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.kernel.op.Capabilities;
import org.rustos.kernel.program.ProgramException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** All three tiers: tier 3 to begin, then tier 1 or tier 2 by the policy. */
public final class RustosMechanism implements Mechanism {
    private final DirectMechanism direct = new DirectMechanism();

    @Override
    public String id() {
        return "rustos";
    }

    @Override
    public String approach() {
        return "RustOS capability channels, all tiers";
    }

    @Override
    public String description() {
        return "Boots through tier 3, then tier 1 or 2 by operation and by trust in the object";
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(PollingCore.SETTINGS);
        settings.addAll(DirectMechanism.SETTINGS);
        settings.addAll(PreloadSwitch.SETTINGS);
        settings.addAll(NodePlacement.SETTINGS);
        return settings;
    }

    @Override
    public String notApplicable(CpuProfile profile) {
        return direct.notApplicable(profile);
    }

    @Override
    public int kernelCores(Settings settings) {
        return PollingCore.count(settings);
    }

    @Override
    public Bound bind(Binding binding) throws ProgramException {
        DirectTraps tier1 = DirectMechanism.traps(binding);
        ChannelTraps tier2 = new ChannelTraps(binding.kernel(), binding.settings());
        RustosProcess process =
                new RustosProcess(
                        binding,
                        new Capabilities(),
                        DirectMechanism.grantKey(binding),
                        TierPolicy.standard().tiers(),
                        List.of(tier1, tier2));
        PreloadSwitch.apply(process, binding.settings());
        NodePlacement.of(binding.settings()).apply(process);
        return () -> perTier(process.counters());
    }

    /** Adds how many operations each tier carried. */
    private static SortedMap<String, Long> perTier(SortedMap<String, Long> counters) {
        SortedMap<String, Long> all = new TreeMap<>(counters);
        all.put(
                "tier1.operations",
                sum(counters, "direct.served.") + sum(counters, "direct.kernel."));
        all.put("tier2.operations", counters.getOrDefault("channel.entries", 0L));
        all.put("tier3.operations", sum(counters, "emergency."));
        return all;
    }

    private static long sum(SortedMap<String, Long> counters, String prefix) {
        long sum = 0;
        for (Map.Entry<String, Long> counter : counters.entrySet()) {
            sum += counter.getKey().startsWith(prefix) ? counter.getValue() : 0;
        }
        return sum;
    }
}
