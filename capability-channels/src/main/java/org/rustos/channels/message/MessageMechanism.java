package org.rustos.channels.message;

import org.rustos.channels.Mechanism;
import org.rustos.channels.Settings;
import org.rustos.kernel.program.ProgramException;

import java.util.List;

/** Pure message passing: every request is a call to a server process. */
public final class MessageMechanism implements Mechanism {
    private static final String SHARED = "shared";
    private static final String TAGS = "tags";
    private static final String AS_PROFILE = "-1";

    @Override
    public String id() {
        return "message";
    }

    @Override
    public String approach() {
        return "Pure message passing";
    }

    @Override
    public String description() {
        return "Synchronous calls to a file server in its own address space: 8 words in registers,"
                + " capabilities, direct switch";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting(
                        SHARED,
                        "1",
                        "1: data goes through memory that client and server share; 0: in messages"),
                new Setting(
                        TAGS,
                        AS_PROFILE,
                        "1: a switch of address spaces keeps translations; 0: drops them; -1: as"
                                + " the CPU profile says"),
                new Setting(
                        MessageSystem.HISTORY,
                        "1",
                        "1: entries clear the branch history where the CPU needs it, as Linux does;"
                                + " 0: not, as kernels that measured without"));
    }

    @Override
    public Bound bind(Binding binding) throws ProgramException {
        Settings settings = binding.settings();
        long tags = settings.number(TAGS, -1);
        if (tags >= 0) {
            binding.kernel().scheduler().taggedTlb(tags != 0);
        }
        MessageSystem system = new MessageSystem(binding);
        system.startServer(settings.number(SHARED, 1) != 0);
        return system.bindClient();
    }
}
