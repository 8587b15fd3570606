package org.rustos.kernel.cap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.kernel.op.Errno;

import java.util.Random;

class CSpaceTest {
    private final DerivationTree tree = new DerivationTree();
    private final CSpace space = new CSpace(1, 4, 0);
    private final FakeObject file = new FakeObject(ObjectKind.FILE);

    private long grant() {
        return granted(tree.grant(space, file, Rights.ALL, 0, Capability.NEVER));
    }

    static long granted(CapResult result) {
        return ((CapResult.Granted) result).handle();
    }

    private Errno use(long handle) {
        return space.lookup(handle, ObjectKind.FILE, Rights.READ, 0).errno();
    }

    @Test
    void aHandleOfAnEarlierFillingIsStale() {
        long first = grant();
        tree.delete(space, first);
        long second = grant();
        assertEquals(CSpace.slot(first), CSpace.slot(second));
        assertEquals(Errno.EBADF, use(first));
        assertEquals(Errno.OK, use(second));
    }

    @Test
    void whatNeverWasIsUnknown() {
        long handle = grant();
        for (long wild :
                new long[] {
                    0,
                    -1,
                    2,
                    99,
                    handle + (1L << 16),
                    handle | 1L << 32,
                    handle | 1L << 63,
                    Long.MIN_VALUE,
                    0xffff_ffffL
                }) {
            assertEquals(Errno.EBADF, use(wild), Long.toHexString(wild));
        }
    }

    @Test
    void randomHandlesNeverThrowAndNeverHit() {
        long handle = grant();
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            long wild = random.nextLong() >> random.nextInt(64);
            assertEquals(wild == handle, use(wild) == Errno.OK);
        }
    }

    @Test
    void aFullSpaceRefusesAndChangesNothing() {
        for (int i = 0; i < 4; i++) {
            grant();
        }
        CapResult fifth = tree.grant(space, file, Rights.ALL, 0, Capability.NEVER);
        assertEquals(new CapResult.Refused(Refusal.NO_SLOT), fifth);
        assertEquals(4, space.used());
    }

    @Test
    void aSlotWithoutFreshGenerationsIsRetired() {
        CSpace tiny = new CSpace(1, 1, 0, 1);
        for (int i = 0; i < 2; i++) {
            long handle = granted(tree.grant(tiny, file, Rights.ALL, 0, Capability.NEVER));
            tree.delete(tiny, handle);
            assertTrue(!tiny.lookup(handle, null, Rights.NONE, 0).granted());
        }
        assertEquals(Errno.EMFILE, tree.grant(tiny, file, Rights.ALL, 0, Capability.NEVER).errno());
    }

    @Test
    void eachLimitIsRefusedByItsOwnName() {
        long weak =
                granted(
                        tree.derive(
                                space,
                                grant(),
                                DeriveRequest.attenuate(Rights.READ).until(100),
                                0));
        assertEquals(Errno.OK, space.lookup(weak, ObjectKind.FILE, Rights.READ, 99).errno());
        assertEquals(Errno.ESTALE, space.lookup(weak, ObjectKind.FILE, Rights.READ, 100).errno());
        assertEquals(Errno.EACCES, space.lookup(weak, ObjectKind.FILE, Rights.WRITE, 0).errno());
        assertEquals(Errno.EINVAL, space.lookup(weak, ObjectKind.CHANNEL, Rights.READ, 0).errno());
        file.header().advanceEpoch();
        assertEquals(Errno.ESTALE, use(weak));
        assertEquals(null, tree.delete(space, weak));
        assertEquals(Errno.EBADF, use(weak));
    }

    @Test
    void theSameHandleNamesDifferentObjectsInTwoProcesses() {
        CSpace other = new CSpace(2, 4, 64);
        FakeObject channel = new FakeObject(ObjectKind.CHANNEL);
        long mine = grant();
        long theirs = granted(tree.grant(other, channel, Rights.ALL, 0, Capability.NEVER));
        assertEquals(mine, theirs);
        assertEquals(Errno.EINVAL, other.lookup(mine, ObjectKind.FILE, Rights.NONE, 0).errno());
    }
}
