package org.rustos.channels.direct;

import org.rustos.channels.abi.DirectLayout;
import org.rustos.channels.abi.OpCode;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.core.hart.HartContext;
import org.rustos.kernel.Kernel;
import org.rustos.kernel.op.CapabilityHandles;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpRun;

import java.util.SortedMap;

/**
 * What a service in the process's own address space works on, whoever may reach it: the copy of the
 * capabilities, the files that it knows with their pages, and its counters. Tier 1 keeps it behind
 * a gate, a unikernel behind nothing.
 */
public final class ServiceState {
    private static final long U32 = 0xffff_ffffL;

    private final RustosProcess owner;
    private final ServiceDomain domain;
    private final Mirror mirror;
    private final ServiceTables tables;

    /** State that is not there yet. */
    public ServiceState(RustosProcess owner, Isolation isolation) {
        this.owner = owner;
        Kernel kernel = owner.kernel();
        domain = new ServiceDomain(kernel, owner.process(), isolation);
        mirror =
                new Mirror(
                        kernel,
                        owner.process(),
                        domain,
                        isolation,
                        owner.grants(),
                        owner.table().capabilities());
        double ghz = kernel.board().profile().gigahertz();
        double timestampGhz =
                kernel.board().profile().document().path("timestamp").path("ghz").asDouble(ghz);
        tables =
                new ServiceTables(
                        domain,
                        owner.table(),
                        mirror,
                        mc -> (long) (mc / 1000.0 / ghz * timestampGhz));
    }

    ServiceTables tables() {
        return tables;
    }

    /** Maps a service's image with its state. */
    Errno start(ServiceImage service) {
        Errno error = domain.map(service);
        return error == Errno.OK ? startTables() : error;
    }

    /** Maps the state alone: the service is code of the program. */
    public Errno start() {
        Errno error = domain.prepare();
        return error == Errno.OK ? startTables() : error;
    }

    private Errno startTables() {
        return tables.start(owner.process().id(), owner.process().parentId());
    }

    /** The service misses a page: (handle, page index, PAGE flags needed). */
    public OpRun fill(CapabilityHandles handles, HartContext registers) {
        return new FillRun(
                mirror,
                handles,
                registers.argument(0) & U32,
                registers.argument(1),
                registers.argument(2));
    }

    /** Adds what the service counted, each name behind the mechanism's. */
    public void count(String mechanism, SortedMap<String, Long> counters) {
        for (int op = 0; op < OpCode.COUNT; op++) {
            long at = DirectLayout.TABLES + 8L * op;
            long served = domain.word(at + DirectLayout.DATA_SERVED);
            long trapped = domain.word(at + DirectLayout.DATA_TRAPPED);
            if (served != 0) {
                counters.put(mechanism + ".served." + OpCode.name(op), served);
            }
            if (trapped != 0) {
                counters.put(mechanism + ".trapped." + OpCode.name(op), trapped);
            }
        }
        counters.put(mechanism + ".fills", mirror.fills());
        long batches = domain.word(DirectLayout.TABLES + DirectLayout.DATA_BATCHES);
        if (batches != 0) {
            counters.put(mechanism + ".batches", batches);
            counters.put(
                    mechanism + ".batched",
                    domain.word(DirectLayout.TABLES + DirectLayout.DATA_BATCHED));
        }
    }
}
