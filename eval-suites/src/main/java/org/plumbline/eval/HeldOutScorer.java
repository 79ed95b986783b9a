package org.plumbline.eval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import opennlp.tools.doccat.BagOfWordsFeatureGenerator;
import opennlp.tools.doccat.DoccatFactory;
import opennlp.tools.doccat.DocumentCategorizerME;
import opennlp.tools.doccat.DocumentSample;
import opennlp.tools.doccat.FeatureGenerator;
import opennlp.tools.ml.maxent.GISTrainer;
import opennlp.tools.util.CollectionObjectStream;
import opennlp.tools.util.TrainingParameters;
import opennlp.tools.util.Version;
import org.plumbline.datasets.LabelledTexts;
import org.plumbline.datasets.Sentences;
import org.plumbline.datasets.Words;
import org.plumbline.datasets.input.Hashes;

/**
 * A judge that no reward can reach: maximum entropy (OpenNLP) over character n-grams, words and word pairs, trained on
 * labelled texts of this module. It stands here, not beside the rewards, so that no shaper can use
 * it, and its texts share no template with theirs. It has seen some hundred short texts in English and Russian, so it
 * knows the language of the starter world and little else.
 */
final class HeldOutScorer {
    /** What a reader of its numbers must know. */
    static final String CAUTION =
            "Judged by a classifier that knows the language of the starter world and little else: on"
                    + " another model's text, compare it with your own labels before you believe it.";

    private static final int SHORTEST_NGRAM = 2;
    private static final int LONGEST_NGRAM = 5;
    private static final int FEWEST_OCCURRENCES = 2;
    private static final int ITERATIONS = 60;
    private static final String METHOD =
            "maxent 60, characters 2-5, words, pairs, cutoff 2, OpenNLP " + Version.currentVersion() + "/2";

    private final String identity;
    private final DocumentCategorizerME categorizer;

    private HeldOutScorer(String name, List<LabelledTexts.Row> rows) {
        this.identity = name + "-held-out@" + Hashes.ofText(METHOD + rows).substring(0, 16);
        TrainingParameters parameters = TrainingParameters.defaultParams();
        parameters.put(TrainingParameters.ALGORITHM_PARAM, GISTrainer.MAXENT_VALUE);
        parameters.put(TrainingParameters.ITERATIONS_PARAM, ITERATIONS);
        parameters.put(TrainingParameters.CUTOFF_PARAM, FEWEST_OCCURRENCES);
        List<DocumentSample> samples = rows.stream()
                .map(row -> new DocumentSample(row.label(), features(row.text())))
                .toList();
        try {
            this.categorizer = new DocumentCategorizerME(DocumentCategorizerME.train(
                    "mul", new CollectionObjectStream<>(samples), parameters, new DoccatFactory(new FeatureGenerator[] {
                        new BagOfWordsFeatureGenerator()
                    })));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The scorer of labelled texts {@code heldout/NAME.jsonl}. */
    static HeldOutScorer of(String name) {
        return new HeldOutScorer(name, LabelledTexts.resource(HeldOutScorer.class, "heldout/" + name + ".jsonl"));
    }

    private static String[] features(String text) {
        List<String> features = new ArrayList<>();
        List<String> words = Words.of(text);
        for (String word : words) {
            features.add("word " + word);
            String bounded = "^" + word + "$";
            for (int n = SHORTEST_NGRAM; n <= LONGEST_NGRAM; n++) {
                for (int i = 0; i + n <= bounded.length(); i++) {
                    features.add(bounded.substring(i, i + n));
                }
            }
        }
        Words.ngrams(words, 2).forEach(pair -> features.add(String.join(" ", pair)));
        return features.toArray(String[]::new);
    }

    /** {@code name@hash}: changes whenever any score could change. */
    String identity() {
        return identity;
    }

    /** Probability of each label; empty for a text without words. */
    Map<String, Double> shares(String text) {
        String[] features = features(text);
        return features.length == 0 ? Map.of() : categorizer.scoreMap(features);
    }

    /** Largest probability of a label in any sentence; 0 without words. */
    double worst(String text, String label) {
        return Sentences.of(text).stream()
                .mapToDouble(sentence -> shares(sentence).getOrDefault(label, 0.0))
                .max()
                .orElse(0);
    }
}
