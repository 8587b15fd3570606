/**
 * The command {@code serve}: a page in a browser that starts suites and guests and looks into them.
 * Here are sockets, tokens and what travels over them; what a browser can have done is in {@code
 * job}. Everything that comes in is hostile until it is checked: each answer is bounded, and none
 * of it ends the server. Nothing about simulation must go in.
 */
package org.rustos.cli.serve;
