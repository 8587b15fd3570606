package org.rustos.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.rustos.cli.CommandFailure;
import org.rustos.cli.ExitCode;
import org.rustos.core.EmulatorVersion;
import org.rustos.core.snapshot.SnapshotException;
import org.rustos.core.snapshot.SnapshotFile;
import org.rustos.workloads.ParameterException;
import org.rustos.workloads.Parameters;
import org.rustos.workloads.Workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What the machine of a snapshot is made from: it lies beside the state in the file. */
final class SnapshotOrigin implements HostInputs {
    private static final String OPTIONS = "options.json";
    private static final String VERSION = "version";
    private static final String IMAGE = "image";
    private static final String PROFILE = "profile.json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path path;
    private final SnapshotFile file;

    private SnapshotOrigin(Path path, SnapshotFile file) {
        this.path = path;
        this.file = file;
    }

    /** Reads a file, or says in one line why not. */
    static SnapshotOrigin read(Path path) {
        try {
            return new SnapshotOrigin(path, SnapshotFile.read(path));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "--from " + path + ": cannot be read; name a snapshot");
        } catch (SnapshotException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "--from " + path + ": " + e.getMessage());
        }
    }

    static SortedMap<String, byte[]> attachments(RunInputs inputs, Guest guest, HostInputs host) {
        SortedMap<String, List<String>> options = new TreeMap<>(inputs.options());
        SortedMap<String, byte[]> all = new TreeMap<>();
        try {
            if (guest.workload() == null) {
                ImageFile image = host.image(inputs.what(), () -> "");
                options.put("what", List.of(image.baseName()));
                all.put(IMAGE, image.content());
            }
            if (Files.isRegularFile(Path.of(inputs.cpu()))) {
                all.put(PROFILE, Files.readAllBytes(Path.of(inputs.cpu())));
            }
            all.put(OPTIONS, MAPPER.writeValueAsBytes(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        all.put(VERSION, EmulatorVersion.VERSION.getBytes(UTF_8));
        return all;
    }

    /** The options of the run that it was taken of. */
    RunInputs inputs() {
        byte[] options = file.attachments().get(OPTIONS);
        try {
            Map<String, List<String>> read =
                    options == null
                            ? Map.of()
                            : MAPPER.readValue(options, new TypeReference<>() {});
            RunInputs inputs = RunInputs.of(read, profile());
            if (inputs != null) {
                return inputs;
            }
        } catch (IOException e) {
            // The same line as for none.
        }
        throw damaged("it does not say what it was taken of");
    }

    private String profile() throws IOException {
        byte[] profile = file.attachments().get(PROFILE);
        if (profile == null) {
            return null;
        }
        Path kept = Files.createTempFile("rustos-profile", ".json");
        kept.toFile().deleteOnExit();
        Files.write(kept, profile);
        return kept.toString();
    }

    Guest guest(RunInputs inputs) {
        GuestFinder finder =
                new GuestFinder(inputs.cpu(), inputs.mechanism(), inputs.settings(), this);
        return file.attachments().containsKey(IMAGE)
                ? finder.image(inputs.what(), inputs.arguments())
                : finder.find(inputs.what(), inputs.arguments());
    }

    /** The state itself. */
    SnapshotFile file() {
        return file;
    }

    CommandFailure damaged(String why) {
        byte[] version = file.attachments().get(VERSION);
        String by =
                version == null || new String(version, UTF_8).equals(EmulatorVersion.VERSION)
                        ? ""
                        : " (rustos " + new String(version, UTF_8) + " wrote it)";
        return new CommandFailure(
                ExitCode.BAD_INPUT, "--from " + path + ": " + why + by + "; take it again");
    }

    @Override
    public ImageFile image(String name, Supplier<String> hint) {
        return new ImageFile(name, file.attachments().get(IMAGE));
    }

    @Override
    public SortedMap<String, byte[]> files(Workload workload, Parameters parameters)
            throws ParameterException {
        return HOST.files(workload, parameters);
    }
}
