package org.rustos.channels.direct;

import org.rustos.channels.abi.DirectLayout;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.core.cpu.Isa;
import org.rustos.core.hart.HartContext;
import org.rustos.core.memory.Permissions;

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
    }

    /** Nothing: one address space without borders, as in a unikernel. */
    record None() implements Isolation {
        @Override
        public Permissions service(Permissions rights) {
            return rights;
        }

        @Override
        public int grantKey() {
            return 0;
        }

        @Override
        public long userRights() {
            return 0;
        }

        @Override
        public boolean inService(HartContext thread) {
            return true;
        }
    }

    /** Permissions of a page that only the service may touch. */
    Permissions service(Permissions rights);

    /** Key of granted pages. */
    int grantKey();

    /** Whether a thread has the service's rights: only then may it use the service's traps. */
    boolean inService(HartContext thread);

    /** Key rights of user code, under which the kernel checks addresses too. */
    long userRights();

    /** What a CPU offers, or null if nothing keeps a service apart there. */
    static Isolation of(CpuProfile profile) {
        return profile.isa() == Isa.X86_64 && profile.feature("protection-keys")
                ? new Keys(DirectLayout.PKRU_USER, DirectLayout.PKRU_SERVICE)
                : null;
    }
}
