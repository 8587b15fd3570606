package org.rustos.bench.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.rustos.bench.table.Dealing.Card;

import java.util.List;
import java.util.Map;

/** The seed's words go round in the order of the figures, and ties share. */
class DealingTest {
    @Test
    void theLeastFigureGetsTheLeastWord() {
        assertEquals(
                Map.of(
                        "a", List.of("Very Low"),
                        "b", List.of("Low"),
                        "c", List.of("High")),
                Dealing.deal(
                        List.of(
                                new Card("c", 30, "Low"),
                                new Card("a", 10, "High"),
                                new Card("b", 20, "Very Low"))));
    }

    @Test
    void equalFiguresShareTheWordsOfTheirPlaces() {
        Map<String, List<String>> dealt =
                Dealing.deal(
                        List.of(
                                new Card("a", 10, "Low"),
                                new Card("b", 10, "Medium"),
                                new Card("c", 20, "Very High")));
        assertEquals(List.of("Low", "Medium"), dealt.get("a"));
        assertEquals(List.of("Low", "Medium"), dealt.get("b"));
        assertEquals(List.of("Very High"), dealt.get("c"));
    }
}
