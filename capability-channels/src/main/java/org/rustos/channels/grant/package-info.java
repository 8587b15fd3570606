/**
 * Zero-copy grants: page-cache pages mapped read-only into a process, pinned until they are given
 * back or the last capability that allows them is gone.
 */
package org.rustos.channels.grant;
