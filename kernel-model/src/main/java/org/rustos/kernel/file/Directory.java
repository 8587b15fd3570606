package org.rustos.kernel.file;

import org.rustos.core.snapshot.Kept;
import org.rustos.kernel.op.Errno;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Names of inodes, in the order of their bytes. A directory of the host fills itself at its first
 * use; changes stay here.
 *
 * <p>Names are strings of one char a byte (ISO 8859-1), so that their order is that of the bytes.
 */
public final class Directory extends Inode {
    /**
     * One name.
     *
     * @param line address of its kernel object
     * @param cookie where a directory stream continues behind it; never reused
     */
    public record Entry(String name, Inode inode, long line, long cookie) {}

    private static final String SELF = ".";
    private static final String UP = "..";
    private static final long FIRST_COOKIE = 2;

    private final NavigableMap<String, Entry> entries = new TreeMap<>();
    private final Map<Long, String> cookies = new HashMap<>();
    private long lastCookie = FIRST_COOKIE;
    private Directory parent;
    private String name = "";
    private HostTree.Listing host;
    private Kept.Action refresh;
    private int subdirectories;

    public Directory(Volume volume, int permissions) {
        super(volume, permissions);
        parent = this;
    }

    /** A directory that takes its entries from the host. */
    Directory(Volume volume, int permissions, HostTree.Listing host) {
        this(volume, permissions);
        this.host = host;
    }

    public Directory parent() {
        return parent;
    }

    /** Its name in its parent; empty for a root. */
    public String name() {
        return name;
    }

    public boolean isRoot() {
        return parent == this;
    }

    /** Its path from the root. */
    public String path() {
        if (isRoot()) {
            return "/";
        }
        // A guest decides how deep it is: no recursion.
        Deque<String> names = new ArrayDeque<>();
        for (Directory d = this; !d.isRoot(); d = d.parent) {
            names.addFirst(d.name);
        }
        return "/" + String.join("/", names);
    }

    /** Whether a directory is this one or lies above it. */
    boolean isBelow(Directory other) {
        for (Directory d = this; ; d = d.parent) {
            if (d == other) {
                return true;
            }
            if (d.isRoot()) {
                return false;
            }
        }
    }

    /**
     * Makes it a directory of the kernel's own, some of whose names come and go.
     *
     * @param mine a pattern of the names that do
     * @param contents asked at each use for those that are there
     */
    public void filledBy(String mine, Kept.Source<SortedMap<String, Kept.Source<Inode>>> contents) {
        refresh = () -> fill(Pattern.compile(mine), contents.get());
    }

    private void fill(Pattern mine, SortedMap<String, Kept.Source<Inode>> now) {
        for (Entry entry : List.copyOf(entries.values())) {
            if (!now.containsKey(entry.name()) && mine.matcher(entry.name()).matches()) {
                remove(entry, Payer.NOBODY);
            }
        }
        now.forEach(
                (wanted, maker) -> {
                    if (!entries.containsKey(wanted)) {
                        add(wanted, maker.get());
                    }
                });
    }

    /** Brings the entries of a host directory in. */
    public Errno load() {
        if (refresh != null) {
            refresh.run();
        }
        if (host == null) {
            return Errno.OK;
        }
        HostTree.Listing listing = host;
        host = null;
        Errno error = listing.fill(this);
        if (error != Errno.OK) {
            host = listing;
        }
        return error;
    }

    /** The entry of a name, or null; {@link #load} must have succeeded. */
    public Entry find(String wanted) {
        return entries.get(wanted);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Adds a name that is not there. */
    public Entry add(String newName, Inode inode) {
        Entry entry = new Entry(newName, inode, volume().nextLine(), ++lastCookie);
        entries.put(newName, entry);
        cookies.put(entry.cookie(), newName);
        inode.linked();
        inode.livesIn(this, newName);
        if (inode instanceof Directory child) {
            child.parent = this;
            child.name = newName;
            subdirectories++;
        }
        return entry;
    }

    /** Removes a name that is there. */
    void remove(Entry entry, Payer payer) {
        entries.remove(entry.name());
        cookies.remove(entry.cookie());
        entry.inode().leaves(this, entry.name());
        if (entry.inode() instanceof Directory) {
            subdirectories--;
        }
        entry.inode().unlinked(payer);
        modified(payer);
    }

    void entriesChanged(Payer payer) {
        modified(payer);
    }

    /** The entry that follows a name in a stream (null: the first); null at the end. */
    Entry after(String last) {
        if (last == null) {
            return new Entry(SELF, this, objectLine(), 1);
        }
        if (last.equals(SELF)) {
            return new Entry(UP, parent, parent.objectLine(), FIRST_COOKIE);
        }
        Map.Entry<String, Entry> next =
                last.equals(UP) ? entries.firstEntry() : entries.higherEntry(last);
        return next == null ? null : next.getValue();
    }

    /** The name behind which a stream at a cookie continues; null for the start. */
    String nameAt(long cookie) {
        if (cookie <= 0) {
            return null;
        }
        return cookie == 1 ? SELF : cookie == FIRST_COOKIE ? UP : cookies.getOrDefault(cookie, UP);
    }

    @Override
    public FileKind kind() {
        return FileKind.DIRECTORY;
    }

    @Override
    public long size() {
        return 4096;
    }

    @Override
    protected long blocks() {
        return 8;
    }

    @Override
    protected int linksAsTold() {
        // Its name, its own ".", and the ".." of each child.
        return (links() == 0 && !isRoot() ? 0 : 2) + subdirectories;
    }

    @Override
    public boolean seekable() {
        return true;
    }

    @Override
    public long read(OpenFile file, UserBuffer to, long offset, Payer payer) {
        return Errno.EISDIR.negative();
    }

    @Override
    public long write(OpenFile file, UserBuffer from, long offset, Payer payer) {
        return Errno.EBADF.negative();
    }
}
