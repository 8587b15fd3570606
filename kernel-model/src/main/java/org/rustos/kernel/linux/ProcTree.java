package org.rustos.kernel.linux;

import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.file.Directory;
import org.rustos.kernel.file.FileSystem;
import org.rustos.kernel.file.Inode;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.Symlink;
import org.rustos.kernel.file.TextFile;
import org.rustos.kernel.file.Volume;
import org.rustos.kernel.process.UserThread;

import java.util.SortedMap;
import java.util.TreeMap;

/** Fills /proc: a folder for each process, and what the machine says of itself. */
final class ProcTree {
    private static final int READABLE = 0444;
    private static final int FOLDER = 0555;

    private final LinuxSyscalls system;
    private final Volume volume;
    private final MachineTexts machine;

    private ProcTree(LinuxSyscalls system, Volume volume) {
        this.system = system;
        this.volume = volume;
        this.machine = new MachineTexts(system);
    }

    /** Makes /proc of a tree live. */
    static void install(LinuxSyscalls system, FileSystem files) {
        Directory.Entry found = files.root().find("proc");
        if (found != null && found.inode() instanceof Directory root) {
            ProcTree tree = new ProcTree(system, files.volume());
            tree.fixed(root);
            root.filledBy("[0-9]+", tree::processes);
        }
        Directory.Entry devices = files.root().find("dev");
        boolean terminal = system.kernel().streams().out().terminal();
        if (terminal && devices != null && devices.inode() instanceof Directory directory) {
            directory.add("tty", system.kernel().streams().out());
        }
    }

    private TextFile file(Kept.Source<String> text) {
        return new TextFile(volume, READABLE, text);
    }

    private void fixed(Directory root) {
        add(root, "cpuinfo", machine::processors);
        add(root, "filesystems", () -> "nodev\ttmpfs\nnodev\tproc\n");
        add(root, "loadavg", machine::load);
        add(root, "meminfo", machine::memory);
        add(root, "stat", machine::statistics);
        add(root, "uptime", machine::uptime);
        add(root, "version", machine::version);
        root.add("mounts", new Symlink(volume, "self/mounts"));
        Kept.Source<String> self = () -> Integer.toString(system.current().process().id());
        root.add("self", new Symlink(volume, self, null));
        Directory kernel = folder(folder(root, "sys"), "kernel");
        add(kernel, "hostname", () -> "rustos\n");
        add(kernel, "osrelease", () -> MachineCalls.RELEASE + "\n");
        add(kernel, "ostype", () -> "Linux\n");
        add(kernel, "pid_max", () -> "4194304\n");
        add(kernel, "threads-max", () -> LinuxSyscalls.MOST_THREADS + "\n");
        add(kernel, "ngroups_max", () -> "65536\n");
        Directory memory = folder((Directory) root.find("sys").inode(), "vm");
        add(memory, "overcommit_memory", () -> "1\n");
        add(memory, "max_map_count", () -> "65530\n");
    }

    private Directory folder(Directory in, String name) {
        Directory folder = new Directory(volume, FOLDER);
        in.add(name, folder);
        return folder;
    }

    private void add(Directory in, String name, Kept.Source<String> text) {
        in.add(name, file(text));
    }

    private SortedMap<String, Kept.Source<Inode>> processes() {
        SortedMap<String, Kept.Source<Inode>> all = new TreeMap<>();
        for (LinuxProcess process : system.processes()) {
            all.put(Integer.toString(process.process().id()), () -> folderOf(process));
        }
        return all;
    }

    private Directory folderOf(LinuxProcess process) {
        ProcessTexts texts = new ProcessTexts(process);
        Directory folder = new Directory(volume, FOLDER);
        common(folder, texts, null);
        add(folder, "cmdline", texts::arguments);
        add(folder, "environ", texts::environment);
        add(folder, "limits", texts::limits);
        add(folder, "maps", texts::maps);
        add(folder, "mountinfo", () -> "1 0 0:23 / / rw - tmpfs rustos rw\n");
        add(folder, "mounts", machine::mounts);
        add(folder, "statm", texts::pages);
        folder.add("oom_score_adj", new TextFile(volume, 0644, () -> "0\n"));
        folder.add(
                "cwd",
                new Symlink(
                        volume,
                        () -> process.workingDirectory().path(),
                        process::workingDirectory));
        folder.add("exe", new Symlink(volume, process::executable, null));
        folder.add("root", new Symlink(volume, () -> "/", () -> system.kernel().files().root()));
        folder(folder, "fd").filledBy(".*", () -> descriptors(process, false));
        folder(folder, "fdinfo").filledBy(".*", () -> descriptors(process, true));
        folder(folder, "task").filledBy(".*", () -> threads(process));
        return folder;
    }

    private void common(Directory folder, ProcessTexts texts, LinuxThread thread) {
        add(folder, "comm", texts::name);
        add(folder, "stat", () -> texts.numbers(thread));
        add(folder, "status", () -> texts.status(thread));
    }

    private SortedMap<String, Kept.Source<Inode>> threads(LinuxProcess process) {
        SortedMap<String, Kept.Source<Inode>> all = new TreeMap<>();
        for (UserThread thread : process.process().threads()) {
            LinuxThread linux = process.thread(thread);
            all.put(
                    Integer.toString(linux.id()),
                    () -> {
                        Directory folder = new Directory(volume, FOLDER);
                        common(folder, new ProcessTexts(process), linux);
                        return folder;
                    });
        }
        return all;
    }

    private SortedMap<String, Kept.Source<Inode>> descriptors(
            LinuxProcess process, boolean details) {
        SortedMap<String, Kept.Source<Inode>> all = new TreeMap<>();
        DescriptorTable table = process.descriptors();
        for (int d = 0; d < table.end(); d++) {
            if (table.peek(d) != null) {
                int descriptor = d;
                all.put(
                        Integer.toString(d),
                        details
                                ? () -> file(() -> detail(table.peek(descriptor)))
                                : () -> link(table, descriptor));
            }
        }
        return all;
    }

    private Symlink link(DescriptorTable table, int descriptor) {
        return new Symlink(
                volume,
                () -> table.peek(descriptor) == null ? "" : table.peek(descriptor).path(),
                () -> table.peek(descriptor) == null ? null : table.peek(descriptor).inode());
    }

    private static String detail(OpenFile file) {
        return file == null
                ? ""
                : "pos:\t%d\nflags:\t0%o\nmnt_id:\t1\nino:\t%d\n"
                        .formatted(file.position(), file.flags(), file.inode().number());
    }
}
