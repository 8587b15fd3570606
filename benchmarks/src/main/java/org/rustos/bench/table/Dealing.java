package org.rustos.bench.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Translates figures into the seed's words without a threshold of ours: the seed's own words of the
 * rows that were measured are dealt out again, the least word to the least figure. Rows whose
 * figures are equal share the words of their places.
 */
final class Dealing {
    private Dealing() {}

    /**
     * One row.
     *
     * @param value as it is shown: equal texts are ties
     * @param word the seed's
     */
    record Card(String row, double value, String word) {}

    /** By row the words that its figure has earned, one or more. */
    static Map<String, List<String>> deal(List<Card> cards) {
        List<Card> order = new ArrayList<>(cards);
        order.sort(Comparator.comparingDouble(Card::value).thenComparing(Card::row));
        List<String> words = new ArrayList<>(cards.stream().map(Card::word).toList());
        words.sort(Comparator.comparingInt(Approaches.SCALE::indexOf));
        Map<String, List<String>> dealt = new LinkedHashMap<>();
        for (int from = 0; from < order.size(); ) {
            int to = from + 1;
            while (to < order.size()
                    && Double.compare(order.get(to).value(), order.get(from).value()) == 0) {
                to++;
            }
            Set<String> shared = new LinkedHashSet<>(words.subList(from, to));
            for (Card card : order.subList(from, to)) {
                dealt.put(card.row(), List.copyOf(shared));
            }
            from = to;
        }
        return dealt;
    }
}
