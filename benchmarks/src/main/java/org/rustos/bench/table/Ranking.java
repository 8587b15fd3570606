package org.rustos.bench.table;

import org.rustos.bench.table.Dealing.Card;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The lines of one column on one CPU model, the best first, with the seed's word beside ours.
 *
 * @param places lines with a figure
 * @param without lines that have none, with the reason
 * @param reversals changes of one price that turn two neighbours, the nearest first; empty where
 *     the column is not made of prices
 */
public record Ranking(
        String column,
        String unit,
        boolean moreIsBetter,
        List<Place> places,
        List<Without> without,
        List<Reversal> reversals) {
    /**
     * One line.
     *
     * @param seed its word; empty where the seed has none of its own
     * @param ours the words that its figure has earned; empty as above
     */
    public record Place(
            String line,
            String mechanism,
            BigDecimal figure,
            String seed,
            List<String> ours,
            boolean agrees) {}

    /** A line without a figure. */
    public record Without(String line, String mechanism, String seed, String reason) {}

    /** A line with its figure. */
    record Scored(Line line, double value) {}

    /** Ranks. */
    static Ranking of(
            Column column, List<Scored> scored, List<Without> without, List<Reversal> reversals) {
        List<Card> cards = new ArrayList<>();
        for (Scored one : scored) {
            if (one.line().plain() && Approaches.isRow(one.line().mechanism())) {
                cards.add(
                        new Card(
                                one.line().mechanism(),
                                Rounded.three(one.value()).doubleValue(),
                                Approaches.word(one.line().mechanism(), column)));
            }
        }
        Map<String, List<String>> dealt = Dealing.deal(cards);
        List<Scored> order = new ArrayList<>(scored);
        Comparator<Scored> by =
                Comparator.comparingDouble(one -> Rounded.three(one.value()).doubleValue());
        order.sort(column.moreIsBetter() ? by.reversed() : by);
        List<Place> places = new ArrayList<>();
        for (Scored one : order) {
            String mechanism = one.line().mechanism();
            boolean rated = one.line().plain() && dealt.containsKey(mechanism);
            String seed = rated ? Approaches.word(mechanism, column) : "";
            List<String> ours = rated ? dealt.get(mechanism) : List.of();
            places.add(
                    new Place(
                            one.line().label(),
                            mechanism,
                            Rounded.three(one.value()),
                            seed,
                            ours,
                            ours.contains(seed)));
        }
        return new Ranking(
                column.id(), column.unit(), column.moreIsBetter(), places, without, reversals);
    }

    /** Rows of the seed that were ranked and whose word is not ours. */
    List<String> disagreeing() {
        return places.stream()
                .filter(p -> !p.seed().isEmpty() && !p.agrees())
                .map(Place::line)
                .toList();
    }

    /** How many places the seed rates. */
    long rated() {
        return places.stream().filter(p -> !p.seed().isEmpty()).count();
    }
}
