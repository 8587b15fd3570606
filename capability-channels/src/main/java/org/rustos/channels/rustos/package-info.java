/**
 * {@code rustos}: the three tiers together. It boots through tier 3; the policy, data of the
 * kernel, then says which operations go through tier 1 and which objects tier 1 does not serve.
 */
package org.rustos.channels.rustos;
