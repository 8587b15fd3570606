package org.rustos.workloads.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What each path of the log means at this point of it. Removing and renaming are no operations of
 * every mechanism, so they are followed here: the next file of that path is another one.
 */
final class ReplayTree {
    private static final int LONGEST_PATH = 3000;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_MOVED = 1_000_000;

    private final TreeMap<String, ReplayFile> now = new TreeMap<>();
    private final List<ReplayFile> files = new ArrayList<>();
    private int moved;

    /** All that was ever met, in the order of meeting. */
    List<ReplayFile> files() {
        return files;
    }

    /**
     * An absolute path without dots and doubled slashes, or null if no file system takes it.
     *
     * @param from absolute, where a relative path begins
     */
    static String resolve(String from, String path) {
        String whole = path.startsWith("/") ? path : from + "/" + path;
        if (whole.length() > LONGEST_PATH || whole.indexOf('\0') >= 0) {
            return null;
        }
        List<String> names = new ArrayList<>();
        for (String name : whole.split("/", -1)) {
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                if (name.length() > LONGEST_NAME) {
                    return null;
                }
                names.add(name);
            }
        }
        return "/" + String.join("/", names);
    }

    private ReplayFile meet(String path, boolean atStart, boolean growable) {
        ReplayFile file = new ReplayFile(files.size(), path, atStart, growable);
        files.add(file);
        now.put(path, file);
        return file;
    }

    /** A path under which a call found something. */
    ReplayFile found(String path) {
        ReplayFile file = now.get(path);
        return file != null && file.there() ? file : meet(path, true, true);
    }

    /** A path under which a call found nothing. */
    ReplayFile missing(String path) {
        ReplayFile file = now.get(path);
        return file != null && !file.there() ? file : meet(path, false, false);
    }

    /**
     * A path that a call opened and may have made.
     *
     * @param exclusive whether it was certainly not there before
     */
    ReplayFile made(String path, boolean exclusive) {
        ReplayFile file = now.get(path);
        if (file == null) {
            return meet(path, false, !exclusive);
        }
        return exclusive && file.there() ? meet(path, false, false) : file;
    }

    void removed(String path) {
        meet(path, false, false);
    }

    /** Everything under the old name has the new one; what had that is gone. */
    void renamed(int line, String from, String to) throws TraceException {
        ReplayFile file = found(from);
        if (from.equals(to) || to.startsWith(from + "/")) {
            return;
        }
        List<String> below = List.copyOf(now.subMap(from + "/", from + "0").keySet());
        moved += below.size();
        if (moved > MOST_MOVED) {
            throw TraceException.at(line, "too many files renamed with their folders; cut the log");
        }
        for (String path : below) {
            now.put(to + path.substring(from.length()), now.remove(path));
        }
        now.put(to, file);
        meet(from, false, false);
    }
}
