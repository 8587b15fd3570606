package org.rustos.cli.serve.job;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What one reader has not seen of a job yet. A slow reader gets more at a time, never a backlog.
 */
@FunctionalInterface
public interface Feed {
    /** The next message, bounded in size, or null if there is nothing new. */
    ObjectNode next();
}
