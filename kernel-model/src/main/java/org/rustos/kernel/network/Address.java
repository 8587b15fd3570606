package org.rustos.kernel.network;

/** Where a socket can be found: the one thing that differs between the families of sockets. */
public sealed interface Address permits LocalAddress, InternetAddress {}
