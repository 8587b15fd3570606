package org.rustos.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.channels.testing.FakeCpuModel;
import org.rustos.core.cpu.Isa;
import org.rustos.core.hart.Access;
import org.rustos.core.machine.Board;
import org.rustos.core.machine.Core;
import org.rustos.core.memory.Mapping;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.timing.Event;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.KernelConfig;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.process.Process;
import org.rustos.kernel.process.UserThread;

import java.util.ArrayList;
import java.util.List;

/** What a shootdown costs who asks for it and who is interrupted, by distance and by number. */
class ShootdownTest {
    private static final long START = 0x8000_0000L;
    private static final int ONE = 1;
    private static final int MANY = 40;

    /** Cores 0 and 1 of the fake are at the given places of clusters of four, nodes of two. */
    private static final class Machine implements AutoCloseable {
        private final Board board;
        private final Kernel kernel;
        private final Process process;

        Machine(int place, boolean sameProcess) {
            board =
                    new Board(
                            new FakeCpuModel(Isa.X86_64),
                            new Board.Options(64 << 20, List.of(0, place), true));
            kernel = new Kernel(board, KernelConfig.DEFAULT);
            process = kernel.createProcess(null);
            enter(process, 0);
            enter(sameProcess ? process : kernel.createProcess(null), 1);
        }

        private void enter(Process owner, int core) {
            owner.front((_, _, _) -> {});
            UserThread thread = kernel.createThread(owner, kernel.newContext(owner.space()));
            thread.homeCore(core);
            kernel.scheduler().ready(thread, 0);
            assertTrue(kernel.scheduler().dispatch(board.cores().get(core)));
        }

        List<Mapping> pages(int count) {
            long end = START + count * 4096L;
            process.areas()
                    .add(
                            new Area(
                                    START,
                                    end,
                                    Permissions.READ_WRITE,
                                    Backing.ANONYMOUS,
                                    PageSize.SMALL,
                                    "[test]"));
            for (long at = START; at < end; at += 4096) {
                process.areas().touch(at, Access.WRITE);
            }
            return new ArrayList<>(process.space().range(START, end).values());
        }

        /** Cycles in thousandths that the asking core pays. */
        long cost(int pages) {
            List<Mapping> gone = pages(pages);
            assertEquals(pages, gone.size());
            Core payer = board.cores().getFirst();
            long before = payer.clockMc();
            kernel.shootdown(payer, process.space(), gone);
            return payer.clockMc() - before;
        }

        long counted(int core, Event event) {
            return board.cores().get(core).ledger().counted(event);
        }

        @Override
        public void close() {
            board.close();
        }
    }

    @Test
    void theFartherTheCoreTheLongerTheWait() {
        long[] costs = new long[3];
        int[] places = {1, 4, 8};
        for (int i = 0; i < places.length; i++) {
            try (Machine machine = new Machine(places[i], true)) {
                costs[i] = machine.cost(ONE);
                assertEquals(1, machine.counted(1, Event.IPI_RECEIVE));
                assertEquals(1, machine.counted(1, Event.TLB_INVALIDATE_PAGE));
            }
        }
        assertTrue(costs[0] < costs[1] && costs[1] < costs[2], costs[0] + " " + costs[1]);
    }

    @Test
    void aCoreThatRunsAnotherSpaceIsNotInterrupted() {
        try (Machine machine = new Machine(1, false)) {
            long price =
                    machine.board.profile().costs().of(Event.TLB_INVALIDATE_PAGE).millicycles();
            assertEquals(price, machine.cost(ONE));
            assertEquals(0, machine.counted(0, Event.IPI_SEND));
            assertEquals(0, machine.counted(1, Event.IPI_RECEIVE));
        }
    }

    @Test
    void manyPagesAreOneInterruptAndOneFlushOnEachCore() {
        try (Machine machine = new Machine(1, true)) {
            machine.cost(MANY);
            for (int core = 0; core < 2; core++) {
                assertEquals(0, machine.counted(core, Event.TLB_INVALIDATE_PAGE));
                assertEquals(1, machine.counted(core, Event.TLB_FLUSH));
            }
            assertEquals(1, machine.counted(0, Event.IPI_SEND));
        }
    }
}
