package org.rustos.bench.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rustos.bench.simulation.SiliconRun.BrokenRowException;
import org.rustos.core.cpu.CpuModel;

/** Where a row's second core is must reach the machine, and the order of cores must not wander. */
class SiliconRunTest {
    private final CpuModel cpu = CpuModelFinder.load("x86-zen3");

    @Test
    void anotherClusterIsFartherThanANeighbour() throws BrokenRowException {
        double near = SiliconRun.cycles(cpu, "line_pingpong_2flags@sameCCX");
        double far = SiliconRun.cycles(cpu, "line_pingpong_2flags@remoteCCX");
        assertTrue(near > 100 && far > 2 * near, near + " and " + far);
    }

    @Test
    void twoCoresTakeTheSameCyclesEveryTime() throws BrokenRowException {
        for (String row :
                new String[] {"spsc_throughput_batch1", "ipc_spin_shm_process_crosscore"}) {
            assertEquals(
                    SiliconRun.cycles(cpu, row + "@sameCCX"),
                    SiliconRun.cycles(cpu, row + "@sameCCX"));
        }
    }
}
