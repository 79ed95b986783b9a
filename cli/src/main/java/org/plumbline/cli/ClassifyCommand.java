package org.plumbline.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.plumbline.core.model.Continuation;
import org.plumbline.core.policy.SequenceClassifier;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.JsonLines;
import org.plumbline.datasets.input.Outputs;
import org.plumbline.datasets.input.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Labels of given texts. */
@Command(
        name = "classify",
        mixinStandardHelpOptions = true,
        description = {
            "Classifies texts: {\"id\",\"text\"} in, {\"id\",\"label\",\"logits\",\"probabilities\"} out.",
            "For reward models {\"id\",\"prompt\",\"completion\"} may stand instead; the one logit is the reward."
        },
        footer = {
            "",
            "Example:",
            "  plumbline classify --model models/my-classifier --input texts.jsonl --output labels.jsonl"
        })
final class ClassifyCommand implements Callable<Integer> {
    private static final int ROWS_PER_CALL = 256;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            required = true,
            description = "Hugging Face model directory of a classifier or a reward model.")
    Path model = Path.of("");

    @Option(names = "--input", paramLabel = "IN.jsonl", required = true, description = "Rows to classify.")
    Path input = Path.of("");

    @Option(names = "--output", paramLabel = "OUT.jsonl", required = true, description = "Where to write the labels.")
    Path output = Path.of("");

    @Mixin
    ModelOptions options = new ModelOptions();

    @Override
    public Integer call() {
        List<Continuation> rows = JsonLines.read(input, ClassifyCommand::row);
        Outputs.file("--output", output);
        List<ObjectNode> labelled = new ArrayList<>();
        int cut = 0;
        try (SequenceClassifier classifier = options.loadClassifier(model);
                Terminal.Task task = Terminal.task("classify, rows", rows.size())) {
            for (int from = 0; from < rows.size(); from += ROWS_PER_CALL) {
                List<Continuation> chunk = rows.subList(from, Math.min(rows.size(), from + ROWS_PER_CALL));
                List<SequenceClassifier.Result> results = classifier.classifyPairs(chunk);
                for (int i = 0; i < chunk.size(); i++) {
                    labelled.add(row(chunk.get(i).id(), classifier.labels(), results.get(i)));
                    cut += results.get(i).cut() ? 1 : 0;
                }
                task.advance(chunk.size(), "");
            }
            if (cut > 0) {
                Terminal.say(
                        "warning: " + cut + " of " + rows.size() + " texts were longer than the model's context of "
                                + classifier.contextTokens() + " tokens and were cut");
            }
        }
        LinesOut.write(output, labelled);
        return Main.OK;
    }

    private static Continuation row(JsonLines.Row row) {
        Optional<String> text = row.optionalText("text");
        boolean pair = row.object().has("prompt") || row.object().has("completion");
        if (text.isPresent() && pair) {
            throw new InputException(Problem.of(row.where(), "has a text and a prompt or completion as well")
                    .accepted("either \"text\", or \"prompt\" and \"completion\""));
        }
        if (text.isEmpty() && !pair) {
            throw new InputException(Problem.of(row.where(), "has nothing to classify")
                    .accepted("a string \"text\", or the strings \"prompt\" and \"completion\""));
        }
        return text.map(whole -> new Continuation(row.text("id"), "", whole))
                .orElseGet(() -> new Continuation(row.text("id"), row.text("prompt"), row.text("completion")));
    }

    private static ObjectNode row(String id, List<String> labels, SequenceClassifier.Result result) {
        ObjectNode row = Json.COMPACT.createObjectNode();
        row.put("id", id).put("label", labels.get(result.best()));
        ObjectNode logits = row.putObject("logits");
        ObjectNode probabilities = row.putObject("probabilities");
        for (int i = 0; i < labels.size(); i++) {
            logits.put(labels.get(i), result.logits()[i]);
            probabilities.put(labels.get(i), result.probabilities()[i]);
        }
        return row;
    }
}
