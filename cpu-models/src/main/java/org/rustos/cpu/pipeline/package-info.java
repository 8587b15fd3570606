/**
 * The timing of an out-of-order core, whatever its instruction set: timing blocks, their schedule
 * by the pipeline's state, outstanding misses, and the execution that follows an engine through
 * blocks and counts. An instruction set brings a {@link org.rustos.cpu.pipeline.BlockFinder} that
 * makes {@link org.rustos.cpu.pipeline.MicroOp}s of its code; no name of a register or of an
 * instruction belongs here, and no cost: costs come from the profile.
 */
package org.rustos.cpu.pipeline;
