package org.plumbline.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.plumbline.core.checkpoint.BytePairTrainer;
import org.plumbline.core.lm.LmSettings;
import org.plumbline.core.policy.RandomCheckpoint;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.JsonLines;
import org.plumbline.datasets.input.Problem;
import org.plumbline.datasets.starter.StarterText;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a language-modelling configuration says: texts, and a checkpoint to start from or the shape of a new model.
 *
 * @param heldOut texts that are measured, none of which is trained on
 * @param start checkpoint to start from; empty for a new model
 * @param shape of a new model
 */
record LmConfig(
        Path file,
        List<String> texts,
        List<String> heldOut,
        Optional<Path> start,
        RandomCheckpoint.Shape shape,
        LmSettings training) {
    private static final int MANY = 100_000_000;
    private static final String STARTER = "starter";

    /**
     * Reads a configuration and its texts.
     *
     * @throws InputException with all problems at once
     */
    static LmConfig read(Path file) {
        ConfigNode config = ConfigNode.read(file);
        ConfigNode text = config.section("text");
        LmSettings training = LmSettings.read(config.section("training"));
        Optional<Path> start = config.optionalPath("start");
        ConfigNode model = config.section("model");
        if (start.isPresent() && config.has("model")) {
            config.problem("model", "stands beside start", "start: DIR, or the shape of a new model", "");
        }
        int heads = model.integer("heads", 4, 1, MANY);
        int width = model.integer("width", 128, 2, MANY);
        if (width % (2 * heads) != 0) {
            model.problem("width", "is " + width, "a multiple of twice the heads, " + 2 * heads, "");
        }
        RandomCheckpoint.Shape shape = new RandomCheckpoint.Shape(
                model.integer("layers", 4, 1, MANY),
                width,
                model.integer("intermediate", 3 * width, 1, MANY),
                heads,
                model.integer("vocabulary", 2048, 258, MANY),
                model.integer("context-tokens", 256, 2, MANY),
                model.flag("tied", true));
        int heldOut = text.integer("held-out", 500, 0, MANY);
        List<String> files = text.textList("files");
        String generator = text.text("generator", "");
        int count = files.isEmpty() ? text.integer("texts", 50_000, 1, MANY) : 0;
        long seed = files.isEmpty() ? text.longInteger("seed", 0) : 0;
        Optional<List<String>> read = Optional.empty();
        if (generator.isEmpty() == files.isEmpty()) {
            text.problem(
                    "generator",
                    generator.isEmpty() ? "and files are both missing" : "stands beside files",
                    "generator: " + STARTER + ", or files: [a.txt, b.jsonl]",
                    "");
        } else if (generator.isEmpty()) {
            read = text.attempt(t -> fromFiles(file, files));
        } else if (!generator.equals(STARTER)) {
            text.problem("generator", "is \"" + generator + "\"", STARTER, "");
        }
        read.filter(texts -> texts.size() <= heldOut)
                .ifPresent(texts -> text.problem(
                        "held-out",
                        "is " + heldOut + ", but there are only " + texts.size() + " texts",
                        "",
                        "lower held-out, or add text"));
        config.finish();
        List<String> texts = read.orElseGet(() -> new StarterText(seed).next(count + heldOut));
        List<String> trained = texts.subList(0, texts.size() - heldOut);
        // Short texts repeat: what is trained on is not held out.
        Set<String> known = new HashSet<>(trained);
        List<String> measured = texts.subList(texts.size() - heldOut, texts.size()).stream()
                .filter(one -> !known.contains(one))
                .toList();
        return new LmConfig(file, trained, measured, start, shape, training);
    }

    /** One text a line in .txt files, {@code {"text"}} rows in .jsonl files; paths are relative to the configuration. */
    private static List<String> fromFiles(Path config, List<String> files) {
        List<String> texts = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (String name : files) {
            try {
                Path path = config.resolveSibling(name);
                List<String> found = name.endsWith(".jsonl")
                        ? JsonLines.read(path, row -> row.text("text"))
                        : Json.readText(path).lines().toList();
                texts.addAll(found.stream().filter(line -> !line.isBlank()).toList());
            } catch (InputException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return texts;
    }

    /** A new model with random weights and a tokenizer trained on the texts. */
    Path newModel(Path directory) {
        ObjectNode tokenizer = BytePairTrainer.train(texts, shape.vocabulary());
        int vocabulary = tokenizer.path("model").path("vocab").size();
        RandomCheckpoint.Shape fitting = new RandomCheckpoint.Shape(
                shape.layers(),
                shape.width(),
                shape.intermediate(),
                shape.heads(),
                vocabulary,
                shape.contextTokens(),
                shape.tied());
        return RandomCheckpoint.write(
                directory,
                fitting,
                tokenizer,
                new RandomCheckpoint.SpecialTokens(BytePairTrainer.BEGINNING, 0, BytePairTrainer.END, 1),
                training.seed());
    }
}
