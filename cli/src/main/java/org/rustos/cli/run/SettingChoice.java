package org.rustos.cli.run;

import org.rustos.bench.suite.Spelling;
import org.rustos.channels.Mechanism;
import org.rustos.channels.Settings;
import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.workloads.Parameter;
import org.rustos.workloads.TextParameter;
import org.rustos.workloads.Workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Deals the pairs of {@code --set} to the mechanism's settings and the workload's parameters; a
 * name that both have sets both.
 */
final class SettingChoice {
    private final Map<String, String> forMechanism = new TreeMap<>();
    private final Map<String, String> forWorkload = new TreeMap<>();

    /**
     * Checks the names.
     *
     * @param workload null for a plain image
     * @throws CommandFailure for a name that nobody has, or a value of the wrong kind
     */
    SettingChoice(Mechanism mechanism, Workload workload, Map<String, String> given) {
        Map<String, Mechanism.Setting> settings = new TreeMap<>();
        mechanism.settings().forEach(setting -> settings.put(setting.name(), setting));
        Set<String> parameters = new TreeSet<>();
        if (workload != null) {
            workload.parameters().stream().map(Parameter::name).forEach(parameters::add);
            workload.texts().stream().map(TextParameter::name).forEach(parameters::add);
        }
        given.forEach(
                (name, value) -> {
                    Mechanism.Setting setting = settings.get(name);
                    if (setting != null) {
                        check(setting, value);
                        forMechanism.put(name, value);
                    }
                    if (parameters.contains(name)) {
                        forWorkload.put(name, value);
                    } else if (setting == null) {
                        Set<String> known = new TreeSet<>(settings.keySet());
                        known.addAll(parameters);
                        throw new CommandFailure(
                                ExitCode.USAGE,
                                "--set %s: neither mechanism %s%s has it%s"
                                        .formatted(
                                                name,
                                                mechanism.id(),
                                                workload == null
                                                        ? " nor a workload"
                                                        : " nor workload " + workload.id(),
                                                Spelling.hint(name, known)));
                    }
                });
    }

    /** A setting whose default is a number takes a number. */
    private static void check(Mechanism.Setting setting, String value) {
        if (isNumber(setting.defaultValue()) && !isNumber(value)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--set %s=%s: is not a whole number; it is %s (default %s)"
                            .formatted(
                                    setting.name(),
                                    value,
                                    setting.meaning(),
                                    setting.defaultValue()));
        }
    }

    /** What the guest's runtime must know of the mechanism's settings too: its share of argv. */
    List<String> guestArguments() {
        List<String> arguments = new ArrayList<>();
        forMechanism.forEach((name, value) -> arguments.add(name + "=" + value));
        return arguments;
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d{1,18}");
    }

    Settings forMechanism() {
        return new Settings(forMechanism);
    }

    Map<String, String> forWorkload() {
        return forWorkload;
    }
}
