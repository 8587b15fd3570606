package org.rustos.channels.direct;

import org.rustos.channels.abi.BootstrapLayout;
import org.rustos.channels.abi.DirectLayout;
import org.rustos.channels.trap.Bootstrap;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.core.hart.Access;
import org.rustos.core.memory.CapabilityMemory;
import org.rustos.core.memory.PageSize;
import org.rustos.core.memory.Permissions;
import org.rustos.core.memory.PhysicalMemory;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.cap.CSpace;
import org.rustos.kernel.cap.Capability;
import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.cap.ObjectHeader;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.memory.Area;
import org.rustos.kernel.memory.Backing;
import org.rustos.kernel.memory.UserAreas;
import org.rustos.kernel.op.Errno;

/**
 * The sealed pair by which user code enters the service where hardware capabilities keep it apart:
 * a page that holds it, and a capability of the process that stands for it. User code may copy the
 * pair wherever it likes; with the last capability every copy becomes worthless.
 */
final class SealedGate implements CSpace.Observer {
    /** The service as a kernel object. */
    private record Service(ObjectHeader header) implements KernelObject {
        @Override
        public ObjectKind kind() {
            return ObjectKind.SERVICE;
        }
    }

    private final RustosProcess owner;
    private final CapabilityMemory hardware;
    private final Service object;
    private final TagSweep sweep;
    private int holders;

    SealedGate(RustosProcess owner) {
        Kernel kernel = owner.kernel();
        this.owner = owner;
        this.hardware = kernel.board().model().capabilities(kernel.board().memory());
        this.object = new Service(new ObjectHeader(kernel.heap().allocate(1)));
        this.sweep = new TagSweep(owner.process(), hardware);
    }

    /**
     * Maps the page, fills it, and tells the block where it is and which capability stands for it.
     */
    Errno open(Bootstrap bootstrap, ServiceImage service) {
        UserAreas areas = owner.process().areas();
        areas.add(
                new Area(
                        DirectLayout.GATE_PAGE,
                        DirectLayout.GATE_PAGE + PhysicalMemory.PAGE_SIZE,
                        Permissions.READ,
                        Backing.ANONYMOUS,
                        PageSize.SMALL,
                        "[gate]"));
        if (areas.touch(DirectLayout.GATE_PAGE, Access.READ) != UserAreas.Touch.READY) {
            return Errno.ENOMEM;
        }
        long page =
                owner.process()
                        .space()
                        .lookup(DirectLayout.GATE_PAGE)
                        .physical(DirectLayout.GATE_PAGE);
        hardware.code(
                page + DirectLayout.GATE_CODE,
                DirectLayout.TEXT,
                DirectLayout.DATA,
                service.gate(),
                DirectLayout.TYPE_SERVICE);
        hardware.data(
                page + DirectLayout.GATE_DATA,
                DirectLayout.LOW,
                DirectLayout.USER_TO,
                DirectLayout.TYPE_SERVICE);
        hardware.sealer(
                page + DirectLayout.GATE_SEALER,
                DirectLayout.TYPE_USER,
                DirectLayout.TYPE_USER_LAST);
        owner.table().observe(this);
        bootstrap
                .block()
                .putInt(BootstrapLayout.BLOCK_SERVICE, (int) owner.grant(object, Rights.REVOKE))
                .putLong(BootstrapLayout.BLOCK_GATE, DirectLayout.GATE_PAGE);
        return Errno.OK;
    }

    @Override
    public void filled(long handle, Capability capability) {
        if (capability.object() == object) {
            holders++;
        }
    }

    @Override
    public void emptied(long handle, Capability capability, boolean byRevocation) {
        if (capability.object() != object || --holders > 0) {
            return;
        }
        owner.table()
                .capabilities()
                .owe(
                        caller -> {
                            if (!owner.process().exited()) {
                                owner.count("direct.sweeps");
                                sweep.run(caller, DirectLayout.TYPE_SERVICE);
                            }
                        });
    }

    /** Hardware capabilities that lost their tag. */
    long revoked() {
        return sweep.revoked();
    }

    /** Lines whose tags were looked at. */
    long lines() {
        return sweep.lines();
    }
}
