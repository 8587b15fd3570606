/**
 * Plug-ins: jars of other people that bring mechanisms, workloads and CPU models. They are looked
 * at here, once, before anything uses them; whoever uses them finds them by their service and knows
 * nothing of jars. No mechanism, workload or CPU model may be named here.
 */
package org.rustos.cli.plugin;
