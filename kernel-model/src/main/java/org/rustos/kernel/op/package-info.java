/**
 * Operations and their results: what a mechanism hands to the kernel and what it carries back.
 *
 * <p>Nothing here knows how a request travelled.
 */
package org.rustos.kernel.op;
