/**
 * Prints Linux calls as strace(1) does. What a call looks like is a row of {@code
 * call-formats.json}; nothing here may change what a guest sees or what a run costs.
 */
package org.rustos.kernel.linux.trace;
