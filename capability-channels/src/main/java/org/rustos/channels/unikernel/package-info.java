/**
 * {@code unikernel}: program and library OS in one image, one address space, without a boundary.
 * What an operation does on cached data is guest code (lib/mechanism/unikernel.c); here is the rest
 * of the library OS, which the kernel model stands for, entered as a function is. No check may be
 * added here that keeps the program from the state of its kernel: that there is none is the point.
 */
package org.rustos.channels.unikernel;
