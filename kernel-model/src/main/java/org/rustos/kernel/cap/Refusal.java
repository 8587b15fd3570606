package org.rustos.kernel.cap;

import org.rustos.kernel.op.Errno;

/**
 * Why a capability could not be used, told apart finer than an errno so that reports can count it.
 */
public enum Refusal {
    /** No capability was ever at this index of this space. */
    UNKNOWN_INDEX(Errno.EBADF),
    /** The slot was emptied, or holds another capability by now. */
    STALE(Errno.EBADF),
    /** It was taken back, by an ancestor's revocation or the object's epoch. */
    REVOKED(Errno.ESTALE),
    EXPIRED(Errno.ESTALE),
    WRONG_TYPE(Errno.EINVAL),
    MISSING_RIGHT(Errno.EACCES),
    /** A badged capability cannot get another badge. */
    BADGED(Errno.EPERM),
    /** It is being revoked just now; nothing can be derived until that is done. */
    BUSY(Errno.EAGAIN),
    /** The receiving space is full. */
    NO_SLOT(Errno.EMFILE),
    /** The chain of derivations is as long as the kernel is willing to walk. */
    TOO_DEEP(Errno.EMLINK);

    private final Errno errno;

    Refusal(Errno errno) {
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }
}
