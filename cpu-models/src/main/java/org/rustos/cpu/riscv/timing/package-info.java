/**
 * What RISC-V code costs without misses: the pipeline that a profile describes and the schedule of
 * blocks on it. Caches, TLBs and predictors are the core module's; what instructions do goes
 * elsewhere.
 */
package org.rustos.cpu.riscv.timing;
