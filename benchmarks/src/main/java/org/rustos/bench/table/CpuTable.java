package org.rustos.bench.table;

import java.math.BigDecimal;
import java.util.List;

/** The table on one CPU model. */
public record CpuTable(
        String cpu,
        String description,
        BigDecimal gigahertz,
        List<Entry> entries,
        List<Task> tasks,
        List<Ranking> rankings) {}
