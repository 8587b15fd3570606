package org.rustos.channels.ebpf;

import org.rustos.kernel.Kernel;
import org.rustos.kernel.ebpf.HelperFunction;
import org.rustos.kernel.ebpf.MapType;
import org.rustos.kernel.ebpf.map.BpfMap;
import org.rustos.kernel.ebpf.run.Environment;
import org.rustos.kernel.op.Caller;

import java.util.SortedMap;

/** The kernel around a program: its clock and chance are simulated, its helpers are paid for. */
final class KernelEnvironment implements Environment {
    private final Kernel kernel;
    private Caller caller;
    private int chance;
    private long helperCalls;
    private long prints;

    KernelEnvironment(Kernel kernel) {
        this.kernel = kernel;
        long seed = kernel.config().seed() * 0x9e37_79b9_7f4a_7c15L;
        this.chance = (int) (seed >>> 32) | 1;
    }

    /** Who pays for what helpers do from now on. */
    void pays(Caller next) {
        caller = next;
    }

    @Override
    public long nowNanos() {
        caller.core().ledger().timeObserved();
        return kernel.mcToNanos(caller.nowMc());
    }

    @Override
    public int processor() {
        return caller.core().id();
    }

    @Override
    public int random() {
        chance ^= chance << 13;
        chance ^= chance >>> 17;
        chance ^= chance << 5;
        return chance;
    }

    @Override
    public void print(String text) {
        prints++;
    }

    @Override
    public void called(HelperFunction helper, BpfMap map) {
        helperCalls++;
        MapType type = map == null ? null : map.spec().type();
        boolean array = type == MapType.ARRAY || type == MapType.PER_CPU_ARRAY;
        if (helper == HelperFunction.MAP_LOOKUP && array) {
            caller.charge("ebpf.map.array");
            return;
        }
        caller.charge("ebpf.helper");
        switch (helper) {
            case MAP_LOOKUP -> caller.charge("ebpf.map.hash");
            case MAP_UPDATE, MAP_DELETE ->
                    caller.charge(array ? "ebpf.map.array" : "ebpf.map.change");
            case RINGBUF_OUTPUT, RINGBUF_RESERVE -> caller.charge("ebpf.map.record");
            default -> {} // the call is all
        }
    }

    void count(SortedMap<String, Long> counters) {
        counters.put("ebpf.helper-calls", helperCalls);
        counters.put("ebpf.prints", prints);
    }
}
