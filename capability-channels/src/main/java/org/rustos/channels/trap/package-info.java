/**
 * The few traps of a RustOS-ABI process and the bootstrap that all its mechanisms share. What a
 * mechanism adds (a doorbell, the service's own traps) it registers here; what it means is in the
 * mechanism's package.
 */
package org.rustos.channels.trap;
