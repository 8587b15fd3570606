package org.rustos.channels.ebpf;

import org.rustos.core.elf.ElfException;
import org.rustos.core.machine.Work;
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

import java.util.List;

/** EBPF_LOAD: bytes in, verified programs out; a rejection is told to people as a notice. */
final class LoadRun extends PhasedOp {
    private static final int LONGEST = 1 << 18;

    private final EbpfTraps traps;
    private final long address;
    private final long length;
    private byte[] bytes;
    private BpfObject object;

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
        for (Program program : object.programs()) {
            Verdict verdict = Verifier.verify(program);
            for (long i = 0; i < verdict.explored(); i++) {
                caller.charge("ebpf.verify");
            }
            if (!verdict.accepted()) {
                refused(
                        "%s at instruction %d (%s): %s"
                                .formatted(
                                        program.name(),
                                        verdict.slot(),
                                        verdict.instruction(),
                                        verdict.reason()));
                return Errno.EACCES;
            }
        }
        return Errno.OK;
    }

    private Errno refused(String why) {
        traps.rejected();
        traps.kernel().notice("eBPF program rejected: " + why);
        return Errno.EINVAL;
    }

    @Override
    protected Work.Progress use(Caller caller) {
        LoadedObject loaded = LoadedObject.of(object, traps.kernel().board().cores().size());
        int id = traps.keep(loaded.programs().stream().map(AttachedProgram::new).toList());
        finish(id < 0 ? OpResult.failed(Errno.EMFILE) : OpResult.of(id));
        return Work.Progress.DONE;
    }
}
