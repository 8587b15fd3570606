/**
 * Shows a run while it goes on: who holds which capability and where it came from, what lies in the
 * queues, where the cycles went. Everything here only looks, between two steps of the machine; a
 * run that is looked at has the cycles of one that is not. Sockets, threads and pages must not go
 * in: another thread reads what is here, and that is all this package knows of it.
 */
package org.rustos.channels.view;
