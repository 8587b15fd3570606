/**
 * Where the native libraries of the engines are found on this host. It knows paths and versions
 * only: loading, symbols and calls belong to the packages that bind a library.
 */
package org.rustos.cpu.natives;
