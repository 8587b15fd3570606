package org.rustos.channels.direct;

import org.rustos.channels.abi.CapabilityType;
import org.rustos.channels.abi.DirectLayout;
import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.RegularFile;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.CapabilityTable;
import org.rustos.kernel.op.Errno;

/**
 * The copy of a process's capabilities that the service reads. It changes in the very step in which
 * a capability does, so a revocation takes effect on the next use; who caused it pays.
 */
final class ServiceTables implements CSpace.Observer {
    private static final int ALIVE = 1;

    /** A type that no operation of the service is for: the call goes to the kernel. */
    private static final int ELSEWHERE = CapabilityType.CONSOLE;

    private final ServiceDomain domain;
    private final CapabilityTable table;
    private final Mirror mirror;
    private final Kept.Conversion mcToTimestamp;
    private long entries;

    /**
     * Tables that are not there yet.
     *
     * @param mcToTimestamp millicycles to what the service's time-stamp counter shows
     */
    ServiceTables(
            ServiceDomain domain,
            CapabilityTable table,
            Mirror mirror,
            Kept.Conversion mcToTimestamp) {
        this.domain = domain;
        this.table = table;
        this.mirror = mirror;
        this.mcToTimestamp = mcToTimestamp;
    }

    /** Reserves the table, tells the service of it, and copies what the process has. */
    Errno start(int process, int parent) {
        int slots = table.space().capacity() + 1;
        entries = domain.reserve((long) slots * DirectLayout.CAPABILITY_SIZE);
        if (entries == 0 || !mirror.start()) {
            return Errno.ENOMEM;
        }
        long data = DirectLayout.TABLES;
        domain.half(data + DirectLayout.DATA_PROCESS_ID, process);
        domain.half(data + DirectLayout.DATA_PARENT_PROCESS_ID, parent);
        domain.word(data + DirectLayout.DATA_CAPABILITIES, entries);
        domain.word(data + DirectLayout.DATA_CAPABILITY_COUNT, slots);
        table.space().forEach(this::filled);
        table.observe(this);
        return Errno.OK;
    }

    private long entry(long handle) {
        return entries + (long) CSpace.slot(handle) * DirectLayout.CAPABILITY_SIZE;
    }

    /** What the handle of a filled slot is signed with: what its entry says. */
    long modifier(long handle) {
        long at = entry(handle);
        long rights = domain.half(at + DirectLayout.CAPABILITY_RIGHTS) & 0xffff_ffffL;
        long object = domain.half(at + DirectLayout.CAPABILITY_OBJECT);
        long epoch = domain.half(at + DirectLayout.CAPABILITY_EPOCH);
        return rights
                | object << DirectLayout.HANDLE_MODIFIER_OBJECT
                | epoch << DirectLayout.HANDLE_MODIFIER_EPOCH;
    }

    @Override
    public void filled(long handle, Capability capability) {
        long at = entry(handle);
        RegularFile file = regular(capability);
        int object = file == null ? Mirror.NO_OBJECT : mirror.use(file);
        long expiry =
                capability.expiryMc() == Capability.NEVER
                        ? 0
                        : Math.max(1, mcToTimestamp.applyAsLong(capability.expiryMc()));
        domain.quarter(
                at + DirectLayout.CAPABILITY_TYPE,
                file == null ? ELSEWHERE : ObjectKind.FILE.number());
        domain.quarter(at + DirectLayout.CAPABILITY_GENERATION, CSpace.generation(handle));
        domain.half(at + DirectLayout.CAPABILITY_RIGHTS, capability.rights().bits());
        domain.half(at + DirectLayout.CAPABILITY_OBJECT, object);
        domain.half(at + DirectLayout.CAPABILITY_EPOCH, ALIVE);
        domain.word(at + DirectLayout.CAPABILITY_EXPIRY, expiry);
        domain.word(at + DirectLayout.CAPABILITY_BADGE, capability.badge());
        price(at);
    }

    @Override
    public void emptied(long handle, Capability capability, boolean byRevocation) {
        long at = entry(handle);
        if (byRevocation) {
            domain.half(at + DirectLayout.CAPABILITY_EPOCH, DirectLayout.EPOCH_REVOKED);
        } else {
            domain.quarter(at + DirectLayout.CAPABILITY_TYPE, CapabilityType.NONE);
        }
        RegularFile file = regular(capability);
        if (file != null) {
            mirror.leave(file, domain.half(at + DirectLayout.CAPABILITY_OBJECT));
        }
        price(at);
    }

    private void price(long at) {
        table.capabilities()
                .owe(
                        (Caller caller) -> {
                            caller.charge("direct.table");
                            caller.dirty(domain.line(at));
                        });
    }

    private static RegularFile regular(Capability capability) {
        return capability.object() instanceof OpenFile open
                        && open.inode() instanceof RegularFile file
                ? file
                : null;
    }
}
