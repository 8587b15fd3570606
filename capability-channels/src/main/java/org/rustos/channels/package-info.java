/**
 * The mechanisms: how a request travels from user code to the kernel and back, one package for
 * each. A mechanism only carries; what an operation does is the business of the kernel model.
 */
package org.rustos.channels;
