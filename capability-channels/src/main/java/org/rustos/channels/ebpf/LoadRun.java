package org.rustos.channels.ebpf;

import org.rustos.core.elf.ElfException;
import org.rustos.core.machine.Work;
import org.rustos.kernel.Flaw;
import org.rustos.kernel.ebpf.Program;
import org.rustos.kernel.ebpf.isa.BytecodeException;
import org.rustos.kernel.ebpf.object.BpfObject;
import org.rustos.kernel.ebpf.object.LoadedObject;
import org.rustos.kernel.ebpf.object.ObjectReader;
import org.rustos.kernel.ebpf.verify.Verdict;
import org.rustos.kernel.ebpf.verify.Verifier;
import org.rustos.kernel.op.Caller;
import org.rustos.kernel.op.Errno;
import org.rustos.kernel.op.OpResult;
import org.rustos.kernel.op.PhasedOp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** EBPF_LOAD: bytes in, verified programs out; a rejection is told to people as a notice. */
final class LoadRun extends PhasedOp {
    private static final int LONGEST = 1 << 18;
    private static final int EXPLORED_PER_STEP = 256;

    private final EbpfTraps traps;
    private final long address;
    private final long length;
    private byte[] bytes;
    private BpfObject object;
    private final Deque<Verifier> unverified = new ArrayDeque<>();

    LoadRun(EbpfTraps traps, long address, long length) {
        this.traps = traps;
        this.address = address;
        this.length = length;
    }

    @Override
    protected Errno fetch(Caller caller) {
        if (length <= 0 || length > LONGEST) {
            return Errno.E2BIG;
        }
        bytes = new byte[(int) length];
        return traps.kernel().userMemory().read(caller, address, bytes, 0, bytes.length);
    }

    @Override
    protected Errno check(Caller caller) {
        caller.charge("ebpf.load");
        try {
            object =
                    ObjectReader.claims(bytes)
                            ? ObjectReader.read(bytes)
                            : new BpfObject(List.of(Program.raw(bytes)), List.of(), List.of());
        } catch (ElfException e) {
            return refused("object " + e.getMessage());
        } catch (BytecodeException e) {
            return refused(e.line());
        }
        if (!caller.omits(Flaw.VERIFIER)) {
            object.programs().forEach(program -> unverified.add(new Verifier(program)));
        }
        return Errno.OK;
    }

    private Work.Progress verify(Caller caller) {
        Verifier verifier = unverified.peek();
        long before = verifier.explored();
        Verdict verdict = verifier.step(EXPLORED_PER_STEP);
        for (long i = before; i < verifier.explored(); i++) {
            caller.charge("ebpf.verify");
        }
        if (verdict == null) {
            return Work.Progress.MORE;
        }
        if (!verdict.accepted()) {
            refused(
                    "%s at instruction %d (%s): %s"
                            .formatted(
                                    verifier.program().name(),
                                    verdict.slot(),
                                    verdict.instruction(),
                                    verdict.reason()));
            finish(OpResult.failed(Errno.EACCES));
            return Work.Progress.DONE;
        }
        unverified.remove();
        return Work.Progress.MORE;
    }

    private Errno refused(String why) {
        traps.rejected();
        traps.kernel().notice("eBPF program rejected: " + why);
        return Errno.EINVAL;
    }

    /** Verification is long and changes nothing: others may run in between. */
    @Override
    public boolean preemptible() {
        return true;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        if (!unverified.isEmpty()) {
            return verify(caller);
        }
        LoadedObject loaded = LoadedObject.of(object, traps.kernel().board().cores().size());
        int id = traps.keep(loaded.programs().stream().map(AttachedProgram::new).toList());
        finish(id < 0 ? OpResult.failed(Errno.EMFILE) : OpResult.of(id));
        return Work.Progress.DONE;
    }
}
