package org.plumbline.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.plumbline.core.model.Completion;
import org.plumbline.core.model.Prompt;
import org.plumbline.core.model.Sampling;
import org.plumbline.core.policy.Policy;
import org.plumbline.datasets.PromptFile;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Outputs;
import org.plumbline.datasets.input.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Text from a model. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = {
            "Continues a prompt, or every prompt of a file.",
            "With --prompt only the completion goes to stdout. In files: {\"id\",\"prompt\"} in,"
                    + " {\"id\",\"completion\",\"tokens\",\"ended\"} out."
        },
        footer = {
            "",
            "Example:",
            "  plumbline generate --model models/my-llama --prompt \"Once upon a time\" --max-new-tokens 60"
        })
final class GenerateCommand implements Callable<Integer> {
    @Option(names = "--model", paramLabel = "DIR", required = true, description = "Hugging Face model directory.")
    Path model = Path.of("");

    @Option(names = "--prompt", paramLabel = "TEXT", description = "Text to continue.")
    Optional<String> prompt = Optional.empty();

    @Option(names = "--input", paramLabel = "IN.jsonl", description = "Prompts to continue.")
    Optional<Path> input = Optional.empty();

    @Option(names = "--output", paramLabel = "OUT.jsonl", description = "Where to write the completions.")
    Optional<Path> output = Optional.empty();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0",
            description = "0 is greedy (default: ${DEFAULT-VALUE}).")
    double temperature;

    @Option(
            names = "--batch-size",
            paramLabel = "B",
            defaultValue = "" + Policy.DEFAULT_BATCH_SIZE,
            description = "Prompts decoded together (default: ${DEFAULT-VALUE}).")
    int batchSize = Policy.DEFAULT_BATCH_SIZE;

    @Mixin
    SamplingOptions samplingOptions = new SamplingOptions();

    @Mixin
    ChatOptions chat = new ChatOptions();

    @Mixin
    ModelOptions options = new ModelOptions();

    @Override
    public Integer call() {
        Sampling sampling = samplingOptions.at(temperature, 1);
        if (batchSize < 1) {
            throw new InputException(
                    Problem.of("--batch-size", "is " + batchSize).accepted("a whole number from 1"));
        }
        if (prompt.isPresent() == input.isPresent() || input.isPresent() != output.isPresent()) {
            throw new InputException(Problem.of("generate", "what to continue is not clear")
                    .accepted("either --prompt TEXT, or --input IN.jsonl with --output OUT.jsonl"));
        }
        if (prompt.isPresent()) {
            try (Policy policy = options.load(model, chat.settings())) {
                Terminal.data(policy.generate(List.of(new Prompt("prompt", prompt.get())), sampling)
                        .get(0)
                        .text());
            }
            return Main.OK;
        }
        toFile(input.orElseThrow(), output.orElseThrow(), sampling);
        return Main.OK;
    }

    private void toFile(Path in, Path out, Sampling sampling) {
        List<Prompt> prompts = PromptFile.read(in).stream()
                .map(record -> new Prompt(record.id(), record.text()))
                .toList();
        Outputs.file("--output", out);
        List<ObjectNode> rows = new ArrayList<>();
        try (Policy policy = options.load(model, chat.settings());
                Terminal.Task task = Terminal.task("generate, prompts", prompts.size())) {
            policy.batchSize(batchSize);
            int chunkSize = 4 * Math.min(batchSize, prompts.size());
            for (int from = 0; from < prompts.size(); from += chunkSize) {
                List<Prompt> chunk = prompts.subList(from, Math.min(prompts.size(), from + chunkSize));
                for (Completion completion : policy.generate(chunk, sampling)) {
                    rows.add(Json.COMPACT
                            .createObjectNode()
                            .put("id", completion.promptId())
                            .put("completion", completion.text())
                            .put("tokens", completion.tokens())
                            .put("ended", completion.finish() == Completion.Finish.END_OF_SEQUENCE));
                }
                task.advance(chunk.size(), "");
            }
        }
        LinesOut.write(out, rows);
    }
}
