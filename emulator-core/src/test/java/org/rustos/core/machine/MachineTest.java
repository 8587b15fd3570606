package org.rustos.core.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.rustos.core.hart.Budget;
import org.rustos.core.hart.Hart;
import org.rustos.core.hart.HartContext;
import org.rustos.core.hart.HartExit;
import org.rustos.core.hart.Trap;
import org.rustos.core.memory.AddressSpace;
import org.rustos.core.timing.BranchPredictor;
import org.rustos.core.timing.Cache;
import org.rustos.core.timing.Category;
import org.rustos.core.timing.CoreTiming;
import org.rustos.core.timing.CostTable;
import org.rustos.core.timing.CycleLedger;
import org.rustos.core.timing.Event;
import org.rustos.core.timing.MemorySystem;
import org.rustos.core.timing.Tlb;
import org.rustos.core.timing.Topology;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

class MachineTest {
    private final List<String> order = new ArrayList<>();
    private final Timers timers = new Timers();
    private boolean over;

    private final Supervisor supervisor =
            new Supervisor() {
                @Override
                public void trapped(Core core, Trap trap) {
                    throw new AssertionError("no user code here");
                }

                @Override
                public boolean dispatch(Core core) {
                    return false;
                }

                @Override
                public boolean finished() {
                    return over;
                }
            };

    /** Work of some steps, each of one length, that writes down who ran when. */
    private Work steps(String name, int count, long mc) {
        int[] left = {count};
        return core -> {
            order.add(name + "@" + core.clockMc());
            core.ledger().scheduled(Category.SERVICE, mc);
            return --left[0] == 0 ? Work.Progress.DONE : Work.Progress.MORE;
        };
    }

    @Test
    void stepsOfTwoCoresInterleaveByLocalClock() {
        List<Core> cores = cores(2);
        cores.get(0).submit(steps("a", 3, 100));
        cores.get(1).submit(steps("b", 2, 150));
        assertEquals(ExitReason.DEADLOCK, new Machine(cores, supervisor, timers).run());
        assertEquals(List.of("a@0", "b@0", "a@100", "b@150", "a@200"), order);
    }

    @Test
    void aTimerFiresBeforeWorkOfALaterClock() {
        List<Core> cores = cores(1);
        cores.getFirst().submit(steps("a", 3, 100));
        timers.arm(150, at -> order.add("timer@" + at));
        new Machine(cores, supervisor, timers).run();
        assertEquals(List.of("a@0", "a@100", "timer@150", "a@200"), order);
    }

    @Test
    void aParkedCoreIdlesUntilItIsWoken() {
        List<Core> cores = cores(2);
        Core sleeper = cores.get(1);
        int[] turn = {0};
        sleeper.submit(
                core -> {
                    order.add("s@" + core.clockMc());
                    return turn[0]++ == 0 ? Work.Progress.PARKED : Work.Progress.DONE;
                });
        timers.arm(700, sleeper::wake);
        new Machine(cores, supervisor, timers).run();
        assertEquals(List.of("s@0", "s@700"), order);
        assertEquals(700, sleeper.ledger().account().categoryMc(Category.IDLE));
    }

    @Test
    void theLimitEndsAnEndlessRun() {
        List<Core> cores = cores(1);
        cores.getFirst()
                .submit(
                        core -> {
                            core.ledger().scheduled(Category.SERVICE, 10);
                            return Work.Progress.MORE;
                        });
        Machine machine = new Machine(cores, supervisor, timers);
        machine.limitMc(1000);
        assertEquals(ExitReason.CYCLE_LIMIT, machine.run());
        assertEquals(1000, cores.getFirst().clockMc());
    }

    @Test
    void aCancelledTimerNeverFires() {
        Timers.Timer timer = timers.arm(10, at -> order.add("timer@" + at));
        timers.arm(20, _ -> over = true);
        timer.cancel();
        assertEquals(ExitReason.FINISHED, new Machine(cores(1), supervisor, timers).run());
        assertEquals(List.of(), order);
    }

    private static List<Core> cores(int count) {
        List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slots.add(i);
        }
        MemorySystem memory =
                new MemorySystem(new Topology(8, 1, slots), new Cache.Geometry(65536, 8));
        Map<Event, CostTable.Cost> costs = new EnumMap<>(Event.class);
        for (Event event : Event.values()) {
            costs.put(event, new CostTable.Cost(1000, "assumed"));
        }
        CostTable table = new CostTable(costs, new CostTable.Cost(500, "assumed"));
        CoreTiming.Geometry geometry =
                new CoreTiming.Geometry(
                        new Cache.Geometry(1024, 2),
                        new Cache.Geometry(1024, 2),
                        new Cache.Geometry(4096, 4),
                        new Tlb.Geometry(4, 16, 4),
                        new Tlb.Geometry(4, 16, 4),
                        new BranchPredictor.Geometry(8, 6, 6, 4));
        List<Core> cores = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CoreTiming timing = new CoreTiming(geometry, new CycleLedger(table), memory, _ -> 0);
            cores.add(new Core(i, new NoHart(), timing));
        }
        return cores;
    }

    /** A hart that must not be asked to run. */
    private static final class NoHart implements Hart {
        @Override
        public HartContext newContext(AddressSpace space) {
            throw new AssertionError();
        }

        @Override
        public HartExit run(HartContext context, Budget budget) {
            throw new AssertionError();
        }

        @Override
        public void forget(AddressSpace space, long va, long bytes) {}

        @Override
        public long instructions() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
