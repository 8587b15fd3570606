package org.rustos.channels.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rustos.core.hart.Access;
import org.rustos.core.machine.Core;
import org.rustos.core.machine.Work;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.timing.Event;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.memory.FirstTouch;
import org.rustos.kernel.memory.UserAreas;

/** The kernel where threads or pages end; here because a machine without an engine is. */
class KernelEdgesTest {
    private static final long FILE = 0x4000_0000;
    private static final long BYTES_PER_COUNT = 32;

    private final FakeMachine machine = new FakeMachine(2);
    private final Core core = machine.board().cores().getFirst();

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void workOfAThreadThatAnotherCoreEndedDoesNotBlock() {
        machine.kernel().scheduler().block(core, _ -> Work.Progress.DONE);
        assertFalse(machine.kernel().scheduler().dispatch(core));
    }

    @Test
    void everyByteThatAFirstTouchMovesIsPaid() {
        assertEquals(4096, moved(FakeMachine.BUFFER, Access.WRITE), "zeroed");
        map(false);
        assertEquals(0, moved(FILE, Access.READ), "mapped as it is");
        assertEquals(4096, moved(FILE, Access.WRITE), "copied on write");
        assertEquals(4096, moved(FILE + 4096, Access.WRITE), "copied at once");
        assertEquals(0, moved(FILE + 4096, Access.WRITE), "there already");
        map(true);
        assertEquals(0, moved(FILE, Access.WRITE), "shared");
    }

    private void map(boolean shared) {
        machine.process()
                .areas()
                .add(
                        new Area(
                                FILE,
                                FILE + 8192,
                                Permissions.READ_WRITE,
                                new Backing.Paged(machine.file("f", new byte[8192]), 0, shared),
                                PageSize.SMALL,
                                "f"));
    }

    private long moved(long va, Access access) {
        long before = core.ledger().counted(Event.REP_32_BYTES);
        assertEquals(UserAreas.Touch.READY, FirstTouch.touch(core, machine.process(), va, access));
        return (core.ledger().counted(Event.REP_32_BYTES) - before) * BYTES_PER_COUNT;
    }
}
