/**
 * The guest ABI as plain numbers: trap numbers, operation codes, offsets and sizes of everything
 * that guest code and simulator both touch. {@link org.rustos.channels.abi.HeaderGenerator} writes
 * the C header from it, so that one side cannot drift from the other. No behaviour belongs here;
 * docs/guest-abi.md explains what the numbers mean.
 */
package org.rustos.channels.abi;
