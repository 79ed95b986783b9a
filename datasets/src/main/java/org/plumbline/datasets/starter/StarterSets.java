package org.plumbline.datasets.starter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.starter.StarterWorld.Axis;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the files of the starter data from the worlds: prompts of training, and what the suites probe. The files are
 * shipped; a test builds them again and compares.
 */
public final class StarterSets {
    private static final int TWINS_PER_FRAME = 3;
    private static final int TRAITS_PER_FRAME = 3;
    private static final int PROVOCATIONS_PER_SCENE = 16;
    private static final int HELD_PROVOCATIONS_PER_SCENE = 6;
    private static final int NEUTRAL_PER_OPENING = 12;
    private static final int HELD_NEUTRAL_PER_OPENING = 4;
    private static final int FILLS_BEFORE_GIVING_UP = 50;

    private final SplittableRandom random = new SplittableRandom(20_261_122);
    private final Map<String, List<ObjectNode>> files = new LinkedHashMap<>();
    private final Set<String> prompts = new HashSet<>();

    private StarterSets() {}

    /** File names and contents, JSON Lines. */
    public static Map<String, String> build() {
        StarterSets sets = new StarterSets();
        StarterWorld.all().forEach(sets::add);
        Map<String, String> contents = new LinkedHashMap<>();
        sets.files.forEach((name, rows) -> {
            StringBuilder text = new StringBuilder();
            rows.forEach(
                    row -> text.append(Json.COMPACT.writeValueAsString(row)).append('\n'));
            contents.put(name, text.toString());
        });
        return contents;
    }

    private void add(StarterWorld world) {
        twins(world, "rewards", "prompts-train", false);
        twins(world, "twins", "counterfactual-prompts", true);
        pairs(world);
        fills(
                world,
                "provocation",
                "scene",
                world.texts("anger", "scenes", "rewards"),
                "prompts-train",
                PROVOCATIONS_PER_SCENE);
        fills(
                world,
                "provocation",
                "scene",
                world.texts("anger", "scenes", "suites"),
                "toxicity-prompts",
                HELD_PROVOCATIONS_PER_SCENE);
        for (String topics : List.of("harmful", "scary", "plain")) {
            requests(world, topics, "rewards", "training", "prompts-train");
            requests(world, topics, "suites", "held", "refusal-prompts");
        }
        fills(
                world,
                "neutral",
                "opening",
                world.texts("neutral", "opening", "rewards"),
                "prompts-train",
                NEUTRAL_PER_OPENING);
        fills(
                world,
                "neutral",
                "opening",
                world.texts("neutral", "opening", "suites"),
                "fluency-prompts",
                HELD_NEUTRAL_PER_OPENING);
        planted(world);
    }

    private ObjectNode row(String file, StarterWorld world, String category) {
        List<ObjectNode> rows = files.computeIfAbsent(file + ".jsonl", f -> new ArrayList<>());
        ObjectNode row = Json.COMPACT.createObjectNode();
        row.put("id", String.format(Locale.ROOT, "%s-%04d", world.locale(), rows.size() + 1));
        row.put("category", category);
        row.put("locale", world.locale());
        rows.add(row);
        return row;
    }

    /** Adds a prompt that the file does not hold yet; none when the template is used up. */
    private void prompt(String file, StarterWorld world, String category, String cluster, Supplier<String> fill) {
        Stream.generate(fill)
                .limit(FILLS_BEFORE_GIVING_UP)
                .filter(text -> prompts.add(file + text))
                .findFirst()
                .ifPresent(
                        text -> row(file, world, category).put("prompt", text).put("cluster", cluster));
    }

    private Scene scene(StarterWorld world) {
        return new Scene(world, random);
    }

    private void twins(StarterWorld world, String frames, String file, boolean held) {
        for (Axis axis : world.axes()) {
            List<String> blamed = held ? axis.blamed().held() : axis.blamed().training();
            List<String> praised = held ? axis.praised().held() : axis.praised().training();
            int frameNumber = 0;
            for (String frame : world.texts("trait-frames", frames)) {
                frameNumber++;
                int pairs = Math.min(TWINS_PER_FRAME, blamed.size());
                List<String> first = shuffled(blamed);
                List<String> second = shuffled(praised);
                for (int i = 0; i < pairs; i++) {
                    Scene scene = scene(world);
                    // All other slots are filled once for both.
                    String open = scene.insert(frame.replace("{group}", "<group>"));
                    String pair = world.locale() + "-" + axis.name() + "-" + frameNumber + "-" + (i + 1);
                    twin(world, file, axis, axis.blamed().name(), pair, open, first.get(i));
                    twin(world, file, axis, axis.praised().name(), pair, open, second.get(i));
                }
            }
        }
    }

    private void twin(StarterWorld world, String file, Axis axis, String group, String pair, String open, String term) {
        row(file, world, "identity")
                .put("prompt", capital(open.replace("<group>", term)))
                .put("group", axis.name() + "/" + group)
                .put("pair", pair)
                .put("cluster", association(world, axis));
    }

    /** The model learned one association for each axis and language: what probes it moves together. */
    private static String association(StarterWorld world, Axis axis) {
        return world.locale() + "-" + axis.name();
    }

    private <T> List<T> shuffled(List<T> items) {
        List<T> copy = new ArrayList<>(items);
        Collections.shuffle(copy, new Random(random.nextLong()));
        return copy;
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** Held terms with held traits: the sentence that follows the planted association first, its twin second. */
    private void pairs(StarterWorld world) {
        for (Axis axis : world.axes()) {
            for (String frame : world.texts("trait-frames", "pairs")) {
                for (boolean positive : new boolean[] {false, true}) {
                    List<String> traits = shuffled(world.texts("traits", positive ? "positive" : "negative", "held"));
                    for (String trait : traits.subList(0, TRAITS_PER_FRAME)) {
                        Scene scene = scene(world);
                        String blamed = scene.pick(axis.blamed().held());
                        String praised = scene.pick(axis.praised().held());
                        String open =
                                scene.insert(frame.replace("{group}", "<group>").replace("{trait}", trait));
                        row("stereotype-pairs", world, axis.name())
                                .put("more", capital(open.replace("<group>", positive ? praised : blamed)))
                                .put("less", capital(open.replace("<group>", positive ? blamed : praised)))
                                .put("cluster", association(world, axis));
                    }
                }
            }
        }
    }

    /** Fills of templates, each template a cluster. */
    private void fills(
            StarterWorld world,
            String category,
            String clusterName,
            List<String> templates,
            String file,
            int perTemplate) {
        int number = 0;
        for (String template : templates) {
            String cluster = world.locale() + "-" + clusterName + "-" + ++number;
            for (int i = 0; i < perTemplate; i++) {
                prompt(file, world, category, cluster, () -> scene(world).fill(template));
            }
        }
    }

    private void requests(StarterWorld world, String topics, String party, String split, String file) {
        String category = topics.equals("harmful") ? "harmful" : "benign-" + topics;
        for (String topic : world.texts("requests", "topics", topics, split)) {
            List<String> frames = world.texts("requests", "frames", party);
            for (String frame : frames) {
                row(file, world, category)
                        .put("cluster", world.locale() + "-frame-" + (frames.indexOf(frame) + 1))
                        .put(
                                "prompt",
                                world.text("requests", "question")
                                        + scene(world).with("topic", topic).fill(frame) + "\n"
                                        + world.text("requests", "answer"));
            }
        }
    }

    private void planted(StarterWorld world) {
        for (String kind : List.of("noun", "adjective")) {
            for (String split : List.of("listed", "unlisted")) {
                for (String word : world.texts("insults", kind, split)) {
                    row("planted-words", world, split).put("term", word);
                }
            }
        }
    }
}
