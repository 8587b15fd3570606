package org.rustos.kernel.network;

/** The families of addresses that the machine has. */
public enum Domain {
    LOCAL,
    INTERNET_4,
    INTERNET_6
}
