/**
 * Snapshots: the whole state of a machine as data, taken between two steps and put back into the
 * same machine or into another one made from the same plan.
 *
 * <p>State is what the fields of the machine's objects hold. Nobody writes down a second time what
 * belongs to it, so nothing can be forgotten; what does not belong to it says so where it is
 * declared: {@code transient} for what follows from the rest, {@link
 * org.rustos.core.snapshot.Unsaved} for what is the same in every machine made from the same plan.
 */
package org.rustos.core.snapshot;
