/**
 * {@code emergency}: RustOS tier 3, the minimal traps of bootstrap. The traps themselves are in
 * {@link org.rustos.channels.trap}, because every RustOS-ABI process has them.
 */
package org.rustos.channels.emergency;
