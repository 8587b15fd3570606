/** Memory of processes: areas, demand paging, and the only door to guest memory. */
package org.rustos.kernel.memory;
