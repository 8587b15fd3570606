package org.rustos.channels.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.channels.testing.FakeMachine;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Capabilities;
import org.rustos.kernel.op.CapabilityTable;
import org.rustos.kernel.op.Errno;

/** Grants live no longer than the capabilities that they rest on. */
class GrantWindowTest {
    @Test
    void whatWasRevokedBetweenCheckAndUseGrantsNothing() {
        try (FakeMachine machine = new FakeMachine(1)) {
            RegularFile file = machine.file("f", new byte[4096]);
            Capabilities capabilities = new Capabilities();
            CapabilityTable table =
                    new CapabilityTable(
                            capabilities,
                            1,
                            16,
                            machine.process().objectLine(),
                            machine.kernel().heap().allocate(CapabilityTable.lines(16)));
            GrantWindow window = new GrantWindow(machine.kernel(), machine.process(), table, 0);
            Caller caller =
                    new Caller(
                            machine.process().threads().getFirst(),
                            machine.board().cores().getFirst(),
                            machine.kernel().paths(),
                            null);
            table.grant(new OpenFile(file, OpenFlags.READ_WRITE, "/f"), Rights.ALL);
            assertTrue(window.grant(caller, file, 0) > 0);
            boolean cleared = false;
            while (!cleared) {
                cleared = capabilities.tree().clear(table.space(), Integer.MAX_VALUE);
            }
            capabilities.settle(caller);
            assertEquals(0, window.address(file, 0));
            assertEquals(Errno.ESTALE.negative(), window.grant(caller, file, 0));
            assertEquals(0, window.address(file, 0));
        }
    }
}
