package org.rustos.channels.direct;

import org.rustos.channels.abi.DirectLayout;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.Isa;
import org.rustos.core.hart.Access;
import org.rustos.core.hart.HartContext;
import org.rustos.core.memory.Permissions;
import org.rustos.core.timing.Category;
import org.rustos.kernel.process.Process;

/** How the service's memory is kept from user code: the one place where instruction sets differ. */
public sealed interface Isolation {
    /** Protection keys: the gate writes the key register (x86-64 PKRU). */
    record Keys(long userRights, long serviceRights) implements Isolation {
        @Override
        public Permissions service(Permissions rights) {
            return rights.withKey(DirectLayout.SERVICE_KEY);
        }

        @Override
        public int grantKey() {
            return DirectLayout.GRANT_KEY;
        }

        @Override
        public boolean inService(HartContext thread) {
            return thread.keyRights() == serviceRights;
        }

        @Override
        public void confine(Process process, HartContext thread) {
            thread.keyRights(userRights);
            process.checkedKeyRights(userRights);
        }

        @Override
        public Category gate() {
            return Category.PKEY;
        }
    }

    /**
     * Hardware capabilities (CHERI): user code holds none that reaches the service, but a sealed
     * pair that leads to its gate.
     *
     * <p>No image is searched for instructions: whatever a program executes, it makes no capability
     * out of integers and none that reaches more than one it has.
     */
    record Capabilities() implements Isolation {
        @Override
        public Permissions service(Permissions rights) {
            return rights;
        }

        @Override
        public int grantKey() {
            return 0;
        }

        @Override
        public boolean inService(HartContext thread) {
            return thread.mayAccess(DirectLayout.TABLES, Long.BYTES, Access.WRITE);
        }

        @Override
        public void confine(Process process, HartContext thread) {
            thread.confine(DirectLayout.USER_FROM, DirectLayout.USER_TO);
            process.confine(DirectLayout.USER_FROM, DirectLayout.USER_TO);
        }

        @Override
        public Category gate() {
            return Category.CHERI;
        }

        @Override
        public boolean holds(long from, long to) {
            return from >= DirectLayout.USER_FROM && to <= DirectLayout.USER_TO;
        }

        @Override
        public boolean searchesImages() {
            return false;
        }
    }

    /**
     * Pointer authentication (AArch64): what user code cannot do is make a handle. No image may use
     * the key that handles are signed by.
     *
     * <p>It keeps nobody out of memory. If the service's is closed, it stands in tables of its own,
     * which the kernel puts in place for a thread that traps at the gate; if it is open, the
     * service is guarded against forged handles, and not against code that reads or writes it.
     */
    record Signatures(boolean closed) implements Isolation {
        @Override
        public Permissions service(Permissions rights) {
            return closed ? rights.withKey(DirectLayout.SERVICE_KEY) : rights;
        }

        @Override
        public int grantKey() {
            return 0;
        }

        @Override
        public boolean inService(HartContext thread) {
            return !closed || thread.keyRights() == DirectLayout.PKRU_SERVICE;
        }

        @Override
        public void confine(Process process, HartContext thread) {
            if (closed) {
                thread.keyRights(DirectLayout.PKRU_USER);
                process.checkedKeyRights(DirectLayout.PKRU_USER);
            }
        }

        @Override
        public Category gate() {
            return Category.PAC;
        }
    }

    /** Nothing: one address space without borders, as in a unikernel. */
    record None() implements Isolation {
        /** Everything that is data can be written by everybody, the page cache included. */
        @Override
        public Permissions service(Permissions rights) {
            return rights.withWrite(true);
        }

        @Override
        public int grantKey() {
            return 0;
        }

        @Override
        public boolean inService(HartContext thread) {
            return true;
        }

        @Override
        public void confine(Process process, HartContext thread) {}

        @Override
        public Category gate() {
            return Category.SERVICE;
        }
    }

    /** Permissions of a page that only the service may touch. */
    Permissions service(Permissions rights);

    /** Key of granted pages. */
    int grantKey();

    /** Whether a thread has the service's rights: only then may it use the service's traps. */
    boolean inService(HartContext thread);

    /** Leaves user code, and what the kernel does for it, only what is the user's. */
    void confine(Process process, HartContext thread);

    /** What the cycles of the gate count as. */
    Category gate();

    /** Whether a confined thread reaches these addresses at all. */
    default boolean holds(long from, long to) {
        return true;
    }

    /** Whether an image must not hold certain instructions, because they would open the service. */
    default boolean searchesImages() {
        return true;
    }

    /**
     * What a CPU offers, or null if nothing keeps a service apart there.
     *
     * @param closed whether the service's memory is to be out of reach where that costs a trap
     */
    static Isolation of(CpuProfile profile, boolean closed) {
        if (profile.isa() == Isa.X86_64 && profile.feature("protection-keys")) {
            return new Keys(DirectLayout.PKRU_USER, DirectLayout.PKRU_SERVICE);
        }
        if (profile.feature("pointer-authentication")) {
            return new Signatures(closed);
        }
        return profile.feature("cheri") ? new Capabilities() : null;
    }
}
