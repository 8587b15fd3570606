package org.rustos.workloads.trace;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where each file of a log lies in the guest: its own path below a folder of the replay, with a
 * number behind it where the log gave one path to several files.
 */
final class ReplayNames {
    /** In place of the pass: files that no pass changes are there once. */
    private static final char SHARED = '_';

    private static final String TOP = "/trace/";

    private final Map<ReplayFile, String> names = new HashMap<>();
    private final Set<String> folders = new HashSet<>();
    private final Set<String> used = new HashSet<>();
    private final Map<String, Integer> others = new HashMap<>();
    private String marker = ".folder";

    ReplayNames(List<ReplayFile> files) {
        for (ReplayFile file : files) {
            String path = file.path();
            for (int at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
                if (!folders.add(path.substring(0, at))) {
                    break;
                }
            }
            while (path.contains(marker)) {
                marker += "x";
            }
        }
        folders.add("/");
        files.forEach(file -> names.put(file, name(file)));
    }

    private String name(ReplayFile file) {
        String path = file.path();
        boolean folder =
                file.kind() == ReplayFile.Kind.DIRECTORY
                        || file.kind() == ReplayFile.Kind.UNKNOWN && folders.contains(path);
        if (folder && file.atStart() && !file.changed() && !used.contains(path)) {
            folders.add(path);
            return path;
        }
        String name = path;
        while (folders.contains(name) || !used.add(name)) {
            name = (path.equals("/") ? "/root" : path) + "~" + others.merge(path, 1, Integer::sum);
        }
        return name;
    }

    /** Whether it is a folder of the tree. */
    boolean isFolder(ReplayFile file) {
        return folders.contains(names.get(file));
    }

    /** The path in the guest for one pass, or for all. */
    String path(ReplayFile file, char pass) {
        return TOP + (file.changed() ? pass : SHARED) + names.get(file);
    }

    /** A file that makes its folder be there. */
    String marker(String folder) {
        return (folder.endsWith("/") ? folder : folder + "/") + marker;
    }
}
