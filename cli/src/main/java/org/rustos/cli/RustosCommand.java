package org.rustos.cli;

import org.rustos.cli.attack.AttackCommand;
import org.rustos.cli.bench.BenchCommand;
import org.rustos.cli.bench.CompareCommand;
import org.rustos.cli.bench.ReportCommand;
import org.rustos.cli.bpf.BpfCommand;
import org.rustos.cli.cap.CapCommand;
import org.rustos.cli.disasm.DisasmCommand;
import org.rustos.cli.doctor.DoctorCommand;
import org.rustos.cli.list.ListCommand;
import org.rustos.cli.programs.ProgramsCommand;
import org.rustos.cli.replay.ReplayCommand;
import org.rustos.cli.run.RunCommand;
import org.rustos.cli.serve.ServeCommand;
import org.rustos.cli.validate.ValidateCommand;
import org.rustos.core.EmulatorVersion;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand: the list of all of them. Add one by adding a line here. */
@Command(
        name = "rustos",
        description = {
            "Runs guest programs on a simulated CPU and kernel and measures what each way of"
                    + " calling the kernel costs.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = RustosCommand.Version.class,
        subcommands = {
            RunCommand.class,
            BenchCommand.class,
            ReplayCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            AttackCommand.class,
            ServeCommand.class,
            ValidateCommand.class,
            ListCommand.class,
            CapCommand.class,
            BpfCommand.class,
            DisasmCommand.class,
            DoctorCommand.class,
            ProgramsCommand.class,
            GenerateCompletion.class,
        })
final class RustosCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    /** One line, for scripts. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"rustos " + EmulatorVersion.VERSION};
        }
    }
}
