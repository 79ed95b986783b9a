package org.plumbline.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiversityTest {

    @Test
    void distinctCountsOverAllTexts() {
        List<String> texts = List.of("a b a b", "A c");
        // Words a b a b a c: 3 of 6. Pairs ab ba ab, ac: 3 of 4.
        assertThat(Diversity.distinct(texts, 1)).isEqualTo(0.5);
        assertThat(Diversity.distinct(texts, 2)).isEqualTo(0.75);
        assertThat(Diversity.distinct(List.of("a"), 2)).isNaN();
    }

    @Test
    void repetitionLooksAtEachTextAlone() {
        // ab ba ab: one of three repeated; ac: none; a text of one word has no pairs.
        assertThat(Diversity.repetition(List.of("a b a b", "a c", "a"))).isCloseTo(1.0 / 6, within(1e-12));
        assertThat(Diversity.repetition(List.of("a"))).isNaN();
    }

    @Test
    void selfBleuIsBleuAgainstTheOthers() {
        // Candidate "the cat sat" against "the cat ran": unigrams 2/3, pairs (1 + 1) / (2 + 1), triples (0 + 1) / (1 +
        // 1),
        // fours (0 + 1) / (0 + 1); no brevity penalty; the same the other way round.
        double expected = Math.pow(2.0 / 3 * 2 / 3 * 0.5, 0.25);
        assertThat(Diversity.selfBleu(List.of("the cat sat", "the cat ran"))).isCloseTo(expected, within(1e-12));
        // A candidate of two words against four: brevity exp(1 - 4 / 2).
        double brief = Math.exp(-1) * Math.pow(1.0 * 1 * 1 * 1, 0.25);
        double whole = Math.pow(2.0 / 4 * (1 + 1) / (3 + 1) * (0 + 1) / (2 + 1) * (0 + 1) / (1 + 1), 0.25);
        assertThat(Diversity.selfBleu(List.of("the cat", "the cat sat down")))
                .isCloseTo((brief + whole) / 2, within(1e-12));
        assertThat(Diversity.selfBleu(List.of("alone"))).isNaN();
    }
}
