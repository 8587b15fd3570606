package org.rustos.bench.table;

import org.rustos.bench.attack.Attack;
import org.rustos.bench.attack.Finding;
import org.rustos.bench.result.ResultSet;
import org.rustos.bench.table.Approaches.Approach;
import org.rustos.bench.table.OldImages.OldImage;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The seed's table with figures: one object from which the page, the text and the JSON are made.
 *
 * @param command gives the same again
 * @param approaches the seed's words by mechanism
 * @param sources what our sources say of each mechanism
 * @param oldImages whether programs of yesterday still run
 */
public record SeedTable(
        int format,
        String version,
        String command,
        Map<String, Approach> approaches,
        SortedMap<String, SourceFacts> sources,
        SortedMap<String, OldImage> oldImages,
        List<CpuTable> cpus) {
    /** Name of its suite. */
    public static final String SUITE = "seed-table";

    /** The layout of {@code seed-table.json}. */
    private static final int FORMAT = 1;

    /**
     * Puts results and findings together.
     *
     * @param varied lines that were run again with other prices
     */
    public static SeedTable of(
            ResultSet results, List<Attack> attacks, List<Finding> findings, List<Varied> varied) {
        SortedMap<String, SourceFacts> sources = SourceFacts.checkedIn();
        List<CpuTable> cpus =
                results.rows().stream()
                        .map(row -> row.experiment().cpu())
                        .distinct()
                        .map(
                                cpu ->
                                        new CpuTableMaker(
                                                        results, cpu, attacks, findings, sources,
                                                        varied)
                                                .table())
                        .toList();
        return new SeedTable(
                FORMAT,
                results.version(),
                results.command(),
                Approaches.all(),
                sources,
                OldImages.all(),
                cpus);
    }
}
