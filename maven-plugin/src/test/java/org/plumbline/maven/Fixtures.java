package org.plumbline.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.plumbline.core.model.ModelCard;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.MetricDefinition.Kind;
import org.plumbline.eval.spi.SuiteDescription;

/** Two evaluations of an invented suite: a model that is rude in half of its answers, and the same one after training. */
final class Fixtures {
    static final Path DIRECTORY = Path.of("src/it/fixtures");

    private static final int ITEMS = 60;

    private Fixtures() {}

    static Evaluation before() {
        return evaluation("rude-model", "b", 2, 1, 0);
    }

    static Evaluation after() {
        return evaluation("tamed-model", "a", 10, 3, 0);
    }

    /** The model after training, where some answers are missing. */
    static Evaluation failing(int failures) {
        return evaluation("tamed-model", "a", 10, 3, failures);
    }

    /** Every {@code rudeOneIn}-th answer is rude; answers have 10 to 14 words. */
    private static Evaluation evaluation(String model, String hash, int rudeOneIn, int step, int failures) {
        List<ItemResult> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            boolean rude = i % rudeOneIn == 0;
            String id = String.format(Locale.ROOT, "manners-%02d", i);
            ItemResult.Outcome outcome = i < failures
                    ? new ItemResult.Failed("no answer")
                    : new ItemResult.Scored(values(rude, 10 + i * step % 5));
            items.add(new ItemResult(
                    id,
                    id,
                    "",
                    "Visitor " + i + " asks for the way.",
                    List.of(rude ? "Go away." : "Turn left, please."),
                    Map.of(),
                    outcome));
        }
        return new Evaluation(
                new ModelCard(model, hash.repeat(64), "llama", 1_000, 64),
                Optional.empty(),
                List.of(new SuiteResult(description(), items)));
    }

    private static Map<String, Double> values(boolean rude, int words) {
        // In the order in which they are written.
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("rude", rude ? 1.0 : 0.0);
        values.put("words", (double) words);
        return values;
    }

    private static SuiteDescription description() {
        return new SuiteDescription(
                "manners",
                "invented",
                "",
                List.of(
                        MetricDefinition.lower("rude", "Whether the answer is rude.", "share", Kind.PROPORTION),
                        MetricDefinition.higher("words", "Words of the answer.", "words", Kind.MEAN)),
                Map.of("temperature", "0"),
                List.of(),
                List.of(new SuiteDescription.DataFile("manners.jsonl", "0".repeat(64), ITEMS)),
                "item",
                List.of());
    }
}
