package org.rustos.cli.run;

import org.rustos.bench.suite.Spelling;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Mechanisms;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.CpuCatalogue;
import org.rustos.cli.ExitCode;
import org.rustos.core.cpu.CpuModel;
import org.rustos.core.elf.ElfException;
import org.rustos.core.elf.ElfImage;
import org.rustos.core.elf.ElfReader;
import org.rustos.workloads.ParameterException;
import org.rustos.workloads.Parameters;
import org.rustos.workloads.Workload;
import org.rustos.workloads.Workloads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Turns names into a {@link Guest}, and every wrong name into one line with a remedy. */
public final class GuestFinder {
    /** The baseline: what a foreign image speaks, and a workload unless another is asked for. */
    private static final String STANDARD_MECHANISM = "syscall";

    private final Workloads workloads = Workloads.load();
    private final String cpuName;
    private final String mechanismName;
    private final Map<String, String> given;
    private final HostInputs host;

    /** The same from the host itself. */
    GuestFinder(String cpuName, String mechanismName, Map<String, String> given) {
        this(cpuName, mechanismName, given, HostInputs.HOST);
    }

    /**
     * What the options say.
     *
     * @param cpuName id or file
     * @param mechanismName null if not given
     * @param given the pairs of {@code --set}
     * @param host where image and files come from
     */
    GuestFinder(String cpuName, String mechanismName, Map<String, String> given, HostInputs host) {
        this.cpuName = cpuName;
        this.mechanismName = mechanismName;
        this.given = given;
        this.host = host;
    }

    /** Looks on the host. */
    public GuestFinder(String cpuName, String mechanismName, Map<String, String> given) {
        this(cpuName, mechanismName, given, HostInputs.HOST);
    }

    /** A workload of that id, else the image of that path. */
    public Guest find(String name, List<String> arguments) {
        Optional<Workload> workload = workloads.find(name);
        return workload.isPresent()
                ? ofWorkload(workload.get(), arguments)
                : ofFile(name, arguments);
    }

    /** The image of that path, whatever a workload is called. */
    Guest image(String file, List<String> arguments) {
        return ofFile(file, arguments);
    }

    private Guest ofWorkload(Workload workload, List<String> arguments) {
        if (!arguments.isEmpty()) {
            throw CommandFailure.usage(
                    "workload "
                            + workload.id()
                            + " takes no arguments; set its parameters by --set name=value");
        }
        CpuModel cpu = CpuCatalogue.load(cpuName);
        Mechanism mechanism =
                mechanism(mechanismName == null ? STANDARD_MECHANISM : mechanismName, cpu);
        workload.notApplicable(cpu.profile().isa(), mechanism.id())
                .ifPresent(
                        reason -> {
                            throw CommandFailure.usage(
                                    "%s cannot run over %s: %s; choose another --mechanism"
                                            .formatted(workload.id(), mechanism.id(), reason));
                        });
        SettingChoice choice = new SettingChoice(mechanism, workload, given);
        Parameters parameters = parameters(workload, choice.forWorkload());
        List<String> argv = new ArrayList<>(workload.arguments(parameters));
        argv.addAll(choice.guestArguments());
        return new Guest(
                workload.id(),
                cpu,
                mechanism,
                workload,
                parse(workload.id(), workload.image(cpu.profile().isa(), mechanism.id())),
                choice.forMechanism(),
                List.copyOf(argv),
                files(workload, parameters),
                workload.remote(parameters).orElse(null));
    }

    private static Parameters parameters(Workload workload, Map<String, String> chosen) {
        try {
            return Parameters.of(workload, chosen);
        } catch (ParameterException e) {
            throw CommandFailure.usage("--set: " + e.getMessage());
        }
    }

    private SortedMap<String, byte[]> files(Workload workload, Parameters parameters) {
        try {
            return host.files(workload, parameters);
        } catch (ParameterException e) {
            throw bad(e.getMessage());
        }
    }

    private Guest ofFile(String file, List<String> arguments) {
        ImageFile found =
                host.image(
                        file,
                        () ->
                                Spelling.hint(
                                        file, workloads.all().stream().map(Workload::id).toList()));
        ElfImage image = parse(file, found.content());
        if (image.interpreter() != null) {
            throw bad(
                    file
                            + ": needs the dynamic linker "
                            + image.interpreter()
                            + ", which does not run here; link it with -static");
        }
        CpuModel cpu = CpuCatalogue.load(cpuName);
        if (image.isa() != cpu.profile().isa()) {
            throw bad(
                    "%s: wrong machine type: it is for %s and --cpu %s runs %s; choose another"
                            .formatted(file, image.isa().id(), cpuName, cpu.profile().isa().id()));
        }
        Mechanism mechanism = mechanism(mechanismOf(file, image), cpu);
        List<String> argv = new ArrayList<>();
        argv.add(found.baseName());
        argv.addAll(arguments);
        return new Guest(
                found.baseName(),
                cpu,
                mechanism,
                null,
                image,
                new SettingChoice(mechanism, null, given).forMechanism(),
                List.copyOf(argv),
                Collections.emptySortedMap(),
                null);
    }

    /** The image's note decides; the option may only agree. */
    private String mechanismOf(String file, ElfImage image) {
        ElfImage.RustosNote note = image.note();
        String spoken = note == null ? STANDARD_MECHANISM : note.mechanism();
        if (mechanismName != null && !mechanismName.equals(spoken)) {
            known(mechanismName);
            throw CommandFailure.usage(
                    "%s speaks %s (%s), not %s; drop --mechanism or link it with the %s library"
                            .formatted(
                                    file,
                                    spoken,
                                    note == null ? "it has no RustOS note" : "its RustOS note",
                                    mechanismName,
                                    mechanismName));
        }
        if (Mechanisms.get(spoken) == null) {
            throw bad(
                    "%s: its RustOS note names mechanism %s, which this build does not have%s"
                            .formatted(file, spoken, Spelling.hint(spoken, ids())));
        }
        return spoken;
    }

    private static Mechanism mechanism(String id, CpuModel cpu) {
        Mechanism mechanism = known(id);
        String reason = mechanism.notApplicable(cpu.profile());
        if (reason != null) {
            throw CommandFailure.usage(
                    "--mechanism %s does not work on %s: %s; choose another"
                            .formatted(id, cpu.profile().id(), reason));
        }
        return mechanism;
    }

    private static Mechanism known(String id) {
        Mechanism mechanism = Mechanisms.get(id);
        if (mechanism == null) {
            throw CommandFailure.usage(
                    "--mechanism " + id + ": no such mechanism" + Spelling.hint(id, ids()));
        }
        return mechanism;
    }

    private static List<String> ids() {
        return Mechanisms.all().stream().map(Mechanism::id).toList();
    }

    private static ElfImage parse(String name, byte[] content) {
        try {
            return ElfReader.read(content);
        } catch (ElfException e) {
            throw bad(
                    name
                            + ": "
                            + e.getMessage()
                            + "; give a static 64-bit little-endian ELF executable");
        }
    }

    private static CommandFailure bad(String message) {
        return new CommandFailure(ExitCode.BAD_INPUT, message);
    }
}
