package org.plumbline.datasets;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of a text for counting: runs of letters and digits, lower case, composed (NFC); hyphens and apostrophes inside them stay. */
public final class Words {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['\u2019-][\\p{L}\\p{N}]+)*");

    private Words() {}

    /** The words in order. */
    public static List<String> of(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        // The Russian letter yo is usually written as ye: they are one letter here.
        Matcher matcher = WORD.matcher(composed.replace('\u0451', '\u0435'));
        List<String> words = new ArrayList<>();
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /** All runs of {@code n} neighbouring words, in order; none for fewer words. */
    public static List<List<String>> ngrams(List<String> words, int n) {
        List<List<String>> ngrams = new ArrayList<>();
        for (int i = 0; i + n <= words.size(); i++) {
            ngrams.add(List.copyOf(words.subList(i, i + n)));
        }
        return ngrams;
    }
}
