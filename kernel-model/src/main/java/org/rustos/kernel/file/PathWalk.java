package org.rustos.kernel.file;

import org.rustos.kernel.op.Errno;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Follows a path component by component, as path_resolution(7) says: links up to 40, names up to
 * 255 bytes, search permission on every directory, and nothing above the root.
 */
final class PathWalk {
    private static final int MAX_LINKS = 40;
    private static final int MAX_NAME = 255;
    static final int MAX_PATH = 4096;

    private final Directory root;
    private final Credentials who;
    private final Payer payer;
    private final Deque<String> rest = new ArrayDeque<>();
    private Directory at;
    private int links;
    private boolean mustBeDirectory;

    /**
     * Where a path ends.
     *
     * @param parent directory of the last name
     * @param name the last name; null if the path ends at a root, "." or ".."
     * @param entry the name's entry, or null if there is none
     * @param inode what it names, or null
     * @param mustBeDirectory the path ends with a slash
     */
    record End(
            Directory parent,
            String name,
            Directory.Entry entry,
            Inode inode,
            boolean mustBeDirectory) {
        /** Changes of the inode are told by this name from now on: it may have several. */
        void reached() {
            if (name != null) {
                inode.livesIn(parent, name);
            }
        }
    }

    private PathWalk(Directory root, Credentials who, Payer payer) {
        this.root = root;
        this.who = who;
        this.payer = payer;
    }

    /**
     * Walks a path; a last name that does not exist is no refusal.
     *
     * @param followLast whether a link at the end is followed
     */
    static Answer<End> walk(
            Directory root,
            Directory start,
            String path,
            boolean followLast,
            Credentials who,
            Payer payer) {
        return new PathWalk(root, who, payer).from(start, path, followLast);
    }

    private Answer<End> from(Directory start, String path, boolean followLast) {
        payer.charge("path.start");
        at = start;
        Errno error = prepend(path);
        if (error != Errno.OK) {
            return Answer.refused(error);
        }
        while (!rest.isEmpty()) {
            String name = rest.removeFirst();
            error = enterable(name);
            if (error != Errno.OK) {
                return Answer.refused(error);
            }
            boolean last = rest.isEmpty();
            if (name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                at = at == root ? at : at.parent();
                continue;
            }
            Directory.Entry entry = at.find(name);
            payer.charge("path.component");
            if (entry == null) {
                return last
                        ? Answer.of(new End(at, name, null, null, mustBeDirectory))
                        : Answer.refused(Errno.ENOENT);
            }
            payer.touch(entry.line());
            payer.touch(entry.inode().objectLine());
            Inode inode = entry.inode();
            boolean follows = !last || followLast || mustBeDirectory;
            if (inode instanceof Symlink link && follows && link.end() != null) {
                inode = link.end();
                entry = new Directory.Entry(name, inode, entry.line(), entry.cookie());
            }
            if (inode instanceof Symlink link && follows) {
                error = ++links > MAX_LINKS ? Errno.ELOOP : prepend(link.target());
                if (error != Errno.OK) {
                    return Answer.refused(error);
                }
            } else if (last) {
                return end(name, entry);
            } else if (inode instanceof Directory directory) {
                at = directory;
            } else {
                return Answer.refused(Errno.ENOTDIR);
            }
        }
        return Answer.of(new End(at.parent(), null, null, at, true));
    }

    private Answer<End> end(String name, Directory.Entry entry) {
        if (mustBeDirectory && !(entry.inode() instanceof Directory)) {
            return Answer.refused(Errno.ENOTDIR);
        }
        return Answer.of(new End(at, name, entry, entry.inode(), mustBeDirectory));
    }

    /** Puts the components of a path before what is still to walk. */
    private Errno prepend(String path) {
        if (path.isEmpty()) {
            return Errno.ENOENT;
        }
        if (path.length() >= MAX_PATH) {
            return Errno.ENAMETOOLONG;
        }
        if (path.charAt(0) == '/') {
            at = root;
        }
        String[] names = path.split("/", -1);
        if (rest.isEmpty() && names[names.length - 1].isEmpty()) {
            mustBeDirectory = true;
        }
        for (int i = names.length - 1; i >= 0; i--) {
            if (!names[i].isEmpty()) {
                rest.addFirst(names[i]);
            }
        }
        return Errno.OK;
    }

    private Errno enterable(String name) {
        if (name.length() > MAX_NAME) {
            return Errno.ENAMETOOLONG;
        }
        if (!who.may(at, Credentials.EXECUTE)) {
            return Errno.EACCES;
        }
        return at.load();
    }
}
