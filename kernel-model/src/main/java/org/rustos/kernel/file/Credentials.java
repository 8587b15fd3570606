package org.rustos.kernel.file;

/** Who asks, for permission bits. User 0 may do everything but execute what nobody may. */
public record Credentials(int user, int group) {
    public static final int READ = 4;
    public static final int WRITE = 2;
    public static final int EXECUTE = 1;

    public static final Credentials ROOT = new Credentials(0, 0);

    /**
     * Whether the permission bits of an inode allow a use.
     *
     * @param wanted a sum of {@link #READ}, {@link #WRITE} and {@link #EXECUTE}
     */
    public boolean may(Inode inode, int wanted) {
        int bits = inode.permissions();
        if (user == 0) {
            boolean mayRun = (bits & 0111) != 0 || inode.kind() == FileKind.DIRECTORY;
            return (wanted & EXECUTE) == 0 || mayRun;
        }
        int shift = user == inode.owner() ? 6 : group == inode.group() ? 3 : 0;
        return (bits >> shift & wanted) == wanted;
    }
}
