/**
 * What a debugger needs of a simulation: when a run holds, what can be read and changed there, and
 * how it goes back in time. No protocol and no socket belongs here.
 */
package org.rustos.channels.debug;
