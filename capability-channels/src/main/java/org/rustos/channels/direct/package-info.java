/**
 * {@code direct}: RustOS tier 1, the kernel side of the protected in-process service. What the
 * service does is guest code; here are its domain (memory under its own key), the tables that it
 * reads, the traps that only it may use, and the check of an image that must not leave its domain.
 */
package org.rustos.channels.direct;
