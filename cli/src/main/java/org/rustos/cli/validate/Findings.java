package org.rustos.cli.validate;

import org.rustos.bench.validate.KernelRow;
import org.rustos.bench.validate.Remarks;
import org.rustos.bench.validate.Row;
import org.rustos.bench.validate.Verdict;
import org.rustos.core.cpu.CpuProfile;

import java.util.List;

/**
 * Everything that one validation found: what both outputs, table and JSON, are rendered from.
 *
 * @param silicon what the rows were measured on
 * @param skipped why the kernels did not run natively, or empty
 */
record Findings(
        CpuProfile profile,
        String silicon,
        List<Row> rows,
        Remarks remarks,
        List<KernelRow> kernels,
        String skipped,
        Verdict verdict) {}
