package org.rustos.kernel.op;

import org.rustos.kernel.Flaw;
import org.rustos.kernel.cap.CapResult;
import org.rustos.kernel.cap.KernelObject;
import org.rustos.kernel.cap.ObjectKind;
import org.rustos.kernel.cap.Rights;
import org.rustos.kernel.file.OpenFile;
import org.rustos.kernel.file.OpenFlags;
import org.rustos.kernel.preload.Preloading;

/**
 * One operation's view of a process's capabilities: each look-up checks index, generation, epoch,
 * expiry, type and rights, at the moment of use.
 *
 * <p>A view belongs to one operation, because what OPEN may install depends on the directory
 * capability that it used.
 */
public final class CapabilityHandles implements HandleSpace {
    private static final Rights ALWAYS = Rights.STAT.or(Rights.GRANT).or(Rights.REVOKE);
    private static final Rights READING = Rights.READ.or(Rights.MAP);
    private static final Rights BELOW = Rights.LOOKUP.or(Rights.CREATE);

    private final CapabilityTable table;
    private final KernelOp op;
    private final ObjectKind stated;
    private final long site;
    private Rights ceiling = Rights.NONE;

    /**
     * A view for one operation.
     *
     * @param stated the type that the sender says the handle has, or null
     */
    public CapabilityHandles(CapabilityTable table, KernelOp op, ObjectKind stated) {
        this(table, op, stated, 0);
    }

    /**
     * The same for who knows where the operation comes from.
     *
     * @param site tells call sites apart; a guest's word, so nothing but speed may hang on it
     */
    public CapabilityHandles(CapabilityTable table, KernelOp op, ObjectKind stated, long site) {
        this.table = table;
        this.op = op;
        this.stated = stated;
        this.site = site;
    }

    public CapabilityTable table() {
        return table;
    }

    @Override
    public Found find(Caller caller, long handle, Use use) {
        ObjectKind kind = stated == null ? kind(use) : stated;
        CapResult result = look(caller, handle, kind, needed(use));
        if (!(result instanceof CapResult.Granted granted)) {
            return Found.refused(result.errno());
        }
        KernelObject object = granted.capability().object();
        if (!fits(object.kind(), use)) {
            return Found.refused(Errno.EINVAL);
        }
        if (use == Use.OPEN_BELOW) {
            ceiling = granted.capability().rights();
        }
        return Found.of(object);
    }

    /** The priced check of one capability. */
    public CapResult look(Caller caller, long handle, ObjectKind kind, Rights needed) {
        Preloading preloading = table.preloading();
        boolean copied = preloading != null && preloading.holds(caller, handle);
        if (!copied) {
            caller.charge("capability.lookup");
            table.touch(caller, handle);
        }
        CapResult result =
                table.space()
                        .lookup(
                                caller.omits(Flaw.GENERATION)
                                        ? table.space().filling(handle)
                                        : handle,
                                kind,
                                caller.omits(Flaw.RIGHTS) ? Rights.NONE : needed,
                                caller.omits(Flaw.EXPIRY) ? 0 : caller.core().clockMc());
        if (result instanceof CapResult.Granted granted) {
            if (!copied) {
                caller.touch(granted.capability().object().line());
            }
            if (preloading != null) {
                preloading.used(caller, handle, site);
            }
        }
        return result;
    }

    private Rights needed(Use use) {
        return switch (use) {
            case READ -> Rights.READ;
            case WRITE -> Rights.WRITE;
            case MAP -> Rights.MAP;
            case STAT -> op instanceof KernelOp.Stat ? Rights.LOOKUP : Rights.STAT;
            case CLOSE -> Rights.NONE;
            case OPEN_BELOW -> op instanceof KernelOp.Open open ? toOpen(open) : Rights.LOOKUP;
        };
    }

    private static Rights toOpen(KernelOp.Open open) {
        int access = open.flags() & OpenFlags.ACCESS_MASK;
        Rights rights = Rights.LOOKUP;
        if (access != OpenFlags.WRITE_ONLY) {
            rights = rights.or(Rights.READ);
        }
        if (access != OpenFlags.READ_ONLY || (open.flags() & OpenFlags.TRUNCATE) != 0) {
            rights = rights.or(Rights.WRITE);
        }
        return (open.flags() & OpenFlags.CREATE) == 0 ? rights : rights.or(Rights.CREATE);
    }

    /** The one type that a use is for, or null if there are several. */
    private ObjectKind kind(Use use) {
        return switch (use) {
            case MAP -> ObjectKind.FILE;
            case OPEN_BELOW -> ObjectKind.DIRECTORY;
            case STAT -> op instanceof KernelOp.Stat ? ObjectKind.DIRECTORY : null;
            case READ, WRITE, CLOSE -> null;
        };
    }

    private boolean fits(ObjectKind kind, Use use) {
        return switch (use) {
            case READ, WRITE -> kind == ObjectKind.FILE || kind == ObjectKind.CONSOLE;
            case MAP -> kind == ObjectKind.FILE;
            case OPEN_BELOW -> kind == ObjectKind.DIRECTORY;
            case STAT -> !(op instanceof KernelOp.Stat) || kind == ObjectKind.DIRECTORY;
            case CLOSE -> true;
        };
    }

    @Override
    public long install(Caller caller, KernelObject object) {
        caller.charge("capability.install");
        Rights wanted = ALWAYS;
        if (object instanceof OpenFile file) {
            wanted = file.readable() ? wanted.or(READING) : wanted;
            wanted = file.writable() ? wanted.or(Rights.WRITE) : wanted;
        }
        if (object.kind() == ObjectKind.DIRECTORY) {
            wanted = wanted.or(BELOW).or(Rights.WRITE);
        }
        // What a directory capability lacks cannot be had through it.
        Rights rights = wanted.and(ceiling.or(ALWAYS).or(mapping()));
        CapResult result = table.grant(object, rights);
        if (result instanceof CapResult.Granted granted) {
            table.dirty(caller, granted.handle());
            if (object instanceof OpenFile file) {
                // The capability keeps it open from here on, no longer the opening itself.
                file.release(caller);
            }
            table.capabilities().settle(caller);
            return table.name(caller, granted.handle());
        }
        return result.errno().negative();
    }

    /** Whoever may read below a directory may map what he reads. */
    private Rights mapping() {
        return ceiling.contains(Rights.READ) ? Rights.MAP : Rights.NONE;
    }

    @Override
    public Errno remove(Caller caller, long handle) {
        // CLOSE is DROP, which goes by steps: see RevokeRun. Nothing else removes.
        return Errno.EOPNOTSUPP;
    }
}
