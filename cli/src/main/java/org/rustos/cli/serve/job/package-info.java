/**
 * What a browser can have done: suites and guests that run one beside the other, bounded in number,
 * and the folders of finished results. Whoever asks may ask for anything; what cannot be meant is
 * refused in one line. Sockets and pages must not go in.
 */
package org.rustos.cli.serve.job;
