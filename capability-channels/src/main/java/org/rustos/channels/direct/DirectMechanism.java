package org.rustos.channels.direct;

import org.rustos.channels.Mechanism;
import org.rustos.channels.request.BatchService;
import org.rustos.channels.trap.RustosProcess;
import org.rustos.core.cpu.CpuProfile;
import org.rustos.kernel.op.Capabilities;
import org.rustos.kernel.program.ProgramException;

import java.util.List;

/** Tier 1: direct invocation of a protected in-process service. */
public final class DirectMechanism implements Mechanism {
    private static final String LIMIT = "failed-authentications";

    /**
     * Of the 2^15 signatures of an address of 48 bits one fits: who may try 8 gets in with a chance
     * of 1 in 4,096, and no honest program fails that often, because a stale handle mostly names an
     * empty slot, which is refused without a look at its signature. Assumed: no figure published.
     */
    private static final long DEFAULT_LIMIT = 8;

    private static final String CLOSED = "closed-service";

    /** The switches of tier 1. */
    public static final List<Setting> SETTINGS =
            List.of(
                    new Setting(
                            LIMIT,
                            Long.toString(DEFAULT_LIMIT),
                            "handles that fail authentication before the kernel stops the process"
                                    + " (where handles are signed)"),
                    new Setting(
                            CLOSED,
                            "0",
                            "1: the service's memory is out of reach of user code, for a light trap"
                                    + " at the gate (where handles are signed)"),
                    BatchService.SETTING);

    @Override
    public String id() {
        return "direct";
    }

    @Override
    public String approach() {
        return "RustOS tier 1: direct capability invocation";
    }

    @Override
    public String description() {
        return "Call gate into a protected in-process service that checks the capability and copies"
                + " or maps";
    }

    @Override
    public List<Setting> settings() {
        return SETTINGS;
    }

    @Override
    public String notApplicable(CpuProfile profile) {
        if (Isolation.of(profile, false) == null) {
            return "nothing keeps an in-process service apart on this CPU";
        }
        return ServiceImage.of(profile.isa()) == null
                ? "the service has no image for " + profile.isa().id() + " yet"
                : null;
    }

    @Override
    public Bound bind(Binding binding) throws ProgramException {
        DirectTraps traps = traps(binding);
        return new RustosProcess(
                binding, new Capabilities(), grantKey(binding), new byte[0], List.of(traps));
    }

    /** The key of granted pages on the machine of a process that {@link #traps} accepted. */
    public static int grantKey(Binding binding) {
        return Isolation.of(binding.kernel().board().profile(), false).grantKey();
    }

    /**
     * Checks the image and makes the traps of tier 1.
     *
     * @throws ProgramException if the image could leave its domain
     */
    public static DirectTraps traps(Binding binding) throws ProgramException {
        CpuProfile profile = binding.kernel().board().profile();
        Isolation isolation = Isolation.of(profile, binding.settings().on(CLOSED));
        ServiceImage service =
                ServiceImage.of(profile.isa(), binding.settings().on(BatchService.SWITCH));
        if (isolation == null || service == null) {
            throw new ProgramException("tier 1 does not work on " + profile.id());
        }
        new ImageCheck(binding.kernel(), binding.process(), isolation).check();
        return new DirectTraps(isolation, service, binding.settings().number(LIMIT, DEFAULT_LIMIT));
    }
}
