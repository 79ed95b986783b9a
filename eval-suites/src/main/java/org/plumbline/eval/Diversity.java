package org.plumbline.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.plumbline.datasets.Words;

/** How varied texts are. Words as in {@link Words}. */
final class Diversity {
    private static final int LONGEST_NGRAM = 4;

    private Diversity() {}

    /** Distinct-n (Li et al. 2016): different n-grams over all n-grams of all texts together; NaN without any. */
    static double distinct(List<String> texts, int n) {
        List<List<String>> ngrams = texts.stream()
                .flatMap(text -> Words.ngrams(Words.of(text), n).stream())
                .toList();
        return ngrams.isEmpty() ? Double.NaN : (double) new HashSet<>(ngrams).size() / ngrams.size();
    }

    /** seq-rep-2 (Welleck et al. 2020): mean over texts with word pairs of 1 - distinct-2 of each alone; NaN without any. */
    static double repetition(List<String> texts) {
        return texts.stream()
                .mapToDouble(text -> 1 - distinct(List.of(text), 2))
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /**
     * Self-BLEU (Zhu et al. 2018): the mean BLEU-4 (Papineni et al. 2002; one added to matches and counts above unigrams, as
     * Lin and Och 2004 do) of each text against all others; NaN for fewer than two texts with words.
     */
    static double selfBleu(List<String> texts) {
        List<List<String>> all =
                texts.stream().map(Words::of).filter(words -> !words.isEmpty()).toList();
        if (all.size() < 2) {
            return Double.NaN;
        }
        double sum = 0;
        for (int i = 0; i < all.size(); i++) {
            List<List<String>> others = new ArrayList<>(all);
            others.remove(i);
            sum += bleu(all.get(i), others);
        }
        return sum / all.size();
    }

    private static double bleu(List<String> candidate, List<List<String>> references) {
        double logs = 0;
        for (int n = 1; n <= LONGEST_NGRAM; n++) {
            Map<List<String>, Integer> most = new HashMap<>();
            for (List<String> reference : references) {
                counts(reference, n).forEach((ngram, count) -> most.merge(ngram, count, Math::max));
            }
            int matches = 0;
            int total = 0;
            for (Map.Entry<List<String>, Integer> entry : counts(candidate, n).entrySet()) {
                matches += Math.min(entry.getValue(), most.getOrDefault(entry.getKey(), 0));
                total += entry.getValue();
            }
            if (n == 1 && matches == 0) {
                return 0;
            }
            int smoothing = n == 1 ? 0 : 1;
            logs += Math.log((double) (matches + smoothing) / (total + smoothing));
        }
        int length = candidate.size();
        int closest = references.get(0).size();
        for (List<String> reference : references) {
            int distance = Math.abs(reference.size() - length);
            int best = Math.abs(closest - length);
            if (distance < best || (distance == best && reference.size() < closest)) {
                closest = reference.size();
            }
        }
        double brevity = length >= closest ? 0 : 1 - (double) closest / length;
        return Math.exp(brevity + logs / LONGEST_NGRAM);
    }

    private static Map<List<String>, Integer> counts(List<String> words, int n) {
        Map<List<String>, Integer> counts = new HashMap<>();
        Words.ngrams(words, n).forEach(ngram -> counts.merge(ngram, 1, Integer::sum));
        return counts;
    }
}
