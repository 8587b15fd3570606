package org.rustos.kernel.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.DeriveRequest;
import org.rustos.kernel.cap.Revocation;
import org.rustos.kernel.cap.RevokeResult;
import org.rustos.kernel.cap.Rights;

/** What a process leaves behind, and what its handles mean elsewhere. */
class CapabilityTableTest {
    private static final int SLOTS = 64;

    private final Capabilities capabilities = new Capabilities();
    private final CapabilityTable lender = new CapabilityTable(capabilities, 1, SLOTS, 1, 100);
    private final CapabilityTable borrower = new CapabilityTable(capabilities, 2, SLOTS, 2, 200);

    private static long handle(CapResult result) {
        return ((CapResult.Granted) result).handle();
    }

    private static CapResult look(CapabilityTable table, long handle) {
        return table.space().lookup(handle, null, Rights.NONE, 0);
    }

    @Test
    void aRevocationThatItsCallerDoesNotLiveToSeeIsFinished() {
        long mine = handle(lender.grant(borrower, Rights.ALL));
        for (int i = 1; i < SLOTS; i++) {
            capabilities
                    .tree()
                    .delegate(lender.space(), mine, borrower.space(), DeriveRequest.COPY, 0);
        }
        Revocation revocation =
                ((RevokeResult.Started) capabilities.tree().revoke(lender.space(), mine, 0))
                        .revocation();
        lender.began(revocation);
        revocation.step(1);
        assertTrue(borrower.space().used() > SLOTS / 2, "some are left");
        lender.finishRevocations();
        assertTrue(revocation.done());
        assertEquals(0, borrower.space().used());
        assertTrue(look(lender, mine).granted());
    }

    @Test
    void theSameHandleInTwoProcessesNamesDifferentObjects() {
        long mine = handle(lender.grant(borrower, Rights.READ));
        assertFalse(look(borrower, mine).granted(), "nothing there yet");
        assertEquals(mine, handle(borrower.grant(lender, Rights.READ)));
        assertEquals(borrower, ((CapResult.Granted) look(lender, mine)).capability().object());
        assertEquals(lender, ((CapResult.Granted) look(borrower, mine)).capability().object());
    }

    @Test
    void whatAnotherProcessHoldsAnswersAsWhatNobodyHolds() {
        handle(lender.grant(borrower, Rights.READ));
        CapResult nobodys = look(borrower, SLOTS);
        for (long handle = 1; handle <= SLOTS; handle++) {
            assertEquals(nobodys, look(borrower, handle));
        }
    }
}
