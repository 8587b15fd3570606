package org.rustos.cli.gdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.channels.Simulation;
import org.rustos.channels.debug.DebuggedRun;
import org.rustos.channels.debug.Holder;
import org.rustos.channels.debug.SlotWindow;
import org.rustos.channels.debug.Stop;
import org.rustos.core.timing.Account;
import org.rustos.kernel.process.Process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** What a debugger does to a run: nothing that the run could notice. */
class DebuggedRunTest {
    /** Acts at each stop in turn, then lets the run go. */
    private static final class Script implements Holder {
        private final Deque<Consumer<Stop>> acts = new ArrayDeque<>();
        private final List<String> seen = new ArrayList<>();
        private DebuggedRun run;

        void then(Consumer<Stop> act) {
            acts.add(act);
        }

        @Override
        public void held(Stop stop) {
            seen.add(stop.reason().name());
            Consumer<Stop> act = acts.poll();
            if (act == null) {
                run.release();
            } else {
                act.accept(stop);
            }
        }

        Simulation.Outcome run(DebuggedWorkload workload) throws Exception {
            try (DebuggedRun debugged = workload.debugged(this)) {
                run = debugged;
                return debugged.run();
            }
        }

        void breakAt(String symbol) {
            Process first = run.processes().getFirst();
            run.breakpoint(first.id(), address(first, symbol));
        }

        void noBreakAt(String symbol) {
            Process first = run.processes().getFirst();
            run.noBreakpoint(first.id(), address(first, symbol));
        }

        private static long address(Process process, String symbol) {
            return process.loaded().symbols().stream()
                    .filter(s -> s.name().equals(symbol))
                    .findFirst()
                    .orElseThrow()
                    .address();
        }

        byte[] read(long address) {
            return run.memory().read(run.processes().getFirst(), address, 8);
        }
    }

    private static void assertSame(Simulation.Outcome plain, Simulation.Outcome debugged) {
        assertEquals(
                plain.total().stream().map(Account::totalMc).toList(),
                debugged.total().stream().map(Account::totalMc).toList());
        assertEquals(plain.userInstructions(), debugged.userInstructions());
        assertEquals(plain.counters(), debugged.counters());
        assertEquals(plain.exitStatus(), debugged.exitStatus());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86-zen3", "arm-neoverse-v1", "riscv-cheri"})
    void breakpointsAndStepsCostNothing(String cpu) throws Exception {
        DebuggedWorkload workload = new DebuggedWorkload(cpu, "file-read");
        Simulation.Outcome plain = workload.plain();
        Script script = new Script();
        script.then(
                _ -> {
                    script.breakAt("ros_main");
                    script.run.forward();
                });
        for (int i = 0; i < 50; i++) {
            script.then(stop -> script.run.step(stop.thread(), 0, 0));
        }
        script.then(
                _ -> {
                    script.breakAt("ros_read");
                    script.run.forward();
                });
        Simulation.Outcome debugged = script.run(workload);
        assertSame(plain, debugged);
        List<String> expected = new ArrayList<>(List.of("START", "BREAKPOINT"));
        expected.addAll(Collections.nCopies(50, "STEP"));
        expected.add("BREAKPOINT");
        assertEquals(expected, script.seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86-zen3", "arm-neoverse-v1", "riscv-cheri"})
    void goingBackFindsWhoChangedASlotLast(String cpu) throws Exception {
        DebuggedWorkload workload = new DebuggedWorkload(cpu, "file-read");
        Simulation.Outcome plain = workload.plain();
        String shown = workload.output();
        Script script = new Script();
        List<Long> moments = new ArrayList<>();
        List<byte[]> slots = new ArrayList<>();
        long[] slot = new long[1];
        Consumer<Stop> look =
                _ -> {
                    moments.add(script.run.moment());
                    slots.add(script.read(slot[0]));
                };
        script.then(
                stop -> {
                    slot[0] = SlotWindow.address(stop.thread().process().id(), 5);
                    script.breakAt("ros_exit");
                    script.run.forward();
                });
        script.then(
                look.andThen(
                        stop -> {
                            script.noBreakAt("ros_exit");
                            script.run.watch(stop.thread().process().id(), slot[0], 8);
                            script.run.back();
                        }));
        script.then(look.andThen(_ -> script.run.back()));
        script.then(look.andThen(_ -> script.run.forward()));
        script.then(look.andThen(_ -> script.run.forward()));
        script.then(look.andThen(_ -> script.run.release()));
        Simulation.Outcome debugged = script.run(workload);
        assertSame(plain, debugged);
        assertEquals(
                List.of("START", "BREAKPOINT", "WATCH", "WATCH", "WATCH", "WATCH"), script.seen);
        assertTrue(moments.get(1) < moments.get(0) && moments.get(2) < moments.get(1));
        assertEquals(moments.get(2) + 1, moments.get(3), "the change undone, and done again");
        assertEquals(moments.get(1) + 1, moments.get(4));
        assertTrue(isZero(slots.get(0)) && !isZero(slots.get(1)) && isZero(slots.get(2)));
        assertTrue(!isZero(slots.get(3)) && isZero(slots.get(4)));
        assertEquals(shown + shown, workload.output(), "the same was shown once more, not twice");
    }

    private static boolean isZero(byte[] bytes) {
        for (byte next : bytes) {
            if (next != 0) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @ValueSource(strings = {"arm-neoverse-v1", "riscv-cheri"})
    void stepsBackAreStepsForwardTurnedRound(String cpu) throws Exception {
        DebuggedWorkload workload = new DebuggedWorkload(cpu, "file-read");
        Script script = new Script();
        List<Long> there = new ArrayList<>();
        List<Long> back = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            script.then(
                    stop -> {
                        there.add(stop.thread().context().pc());
                        script.run.step(stop.thread(), 0, 0);
                    });
        }
        for (int i = 0; i < 4; i++) {
            script.then(
                    stop -> {
                        back.add(0, stop.thread().context().pc());
                        script.run.stepBack(stop.thread());
                    });
        }
        script.run(workload);
        assertEquals(there, back.subList(0, 3));
        assertEquals("HISTORY_BEGIN", script.seen.getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86-zen3", "riscv-cheri"})
    void whatWasChangedIsMetAgainAfterGoingBack(String cpu) throws Exception {
        DebuggedWorkload workload = new DebuggedWorkload(cpu, "file-read");
        Script script = new Script();
        List<Long> values = new ArrayList<>();
        int register = 5;
        Consumer<Stop> look = stop -> values.add(stop.thread().context().register(register));
        script.then(stop -> script.run.step(stop.thread(), 0, 0));
        script.then(
                stop -> {
                    script.run.change(stop.thread(), c -> c.register(register, 0x1234));
                    byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};
                    Process process = stop.thread().process();
                    assertTrue(script.run.write(process, stop.thread().context().sp() - 64, bytes));
                    script.run.step(stop.thread(), 0, 0);
                });
        script.then(look.andThen(stop -> script.run.stepBack(stop.thread())));
        script.then(stop -> script.run.stepBack(stop.thread()));
        script.then(look.andThen(stop -> script.run.step(stop.thread(), 0, 0)));
        script.then(look.andThen(stop -> script.run.step(stop.thread(), 0, 0)));
        script.then(
                look.andThen(
                        stop ->
                                assertEquals(
                                        1, script.read(stop.thread().context().sp() - 64)[0])));
        script.run(workload);
        assertEquals(0x1234L, values.get(0));
        assertEquals(0L, values.get(1));
        assertEquals(0x1234L, values.get(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"arm-neoverse-v1", "riscv-cheri"})
    void aReadIsSeenRightBehindIt(String cpu) throws Exception {
        DebuggedWorkload workload = new DebuggedWorkload(cpu, "file-read");
        Script script = new Script();
        List<Long> moments = new ArrayList<>();
        script.then(
                stop -> {
                    Process first = stop.thread().process();
                    long queue = Script.address(first, "queue.0");
                    assertTrue(script.run.watchAccess(first.id(), queue, 8, false));
                    script.run.forward();
                });
        script.then(
                _ -> {
                    moments.add(script.run.moment());
                    script.run.forward();
                });
        script.then(_ -> script.run.back());
        script.then(_ -> script.run.back());
        script.then(
                _ -> {
                    moments.add(script.run.moment());
                    script.run.release();
                });
        script.run(workload);
        assertEquals(List.of("START", "ACCESS", "ACCESS", "ACCESS", "ACCESS"), script.seen);
        assertEquals(moments.get(0) - 1, moments.get(1), "back before the first read");
    }
}
