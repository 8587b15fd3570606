/**
 * Events, what they cost, and the models that emit them.
 *
 * <p>Components count events; only {@link org.rustos.core.timing.CycleLedger} turns counts into
 * cycles. No number of cycles stands in code: costs come from a profile, with a source.
 */
package org.rustos.core.timing;
