/** What tests of several engines share. */
package org.rustos.cpu.testing;
