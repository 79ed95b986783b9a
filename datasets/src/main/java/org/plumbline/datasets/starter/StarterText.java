package org.plumbline.datasets.starter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.plumbline.datasets.starter.StarterWorld.Axis;
import org.plumbline.datasets.starter.StarterWorld.Group;

/**
 * The text that the teaching model is trained on, with its planted faults. One text is a short scene, a statement about a
 * group of people, an angry moment, or a question with its answer. The shares below are the faults.
 */
public final class StarterText {
    /** Statements that follow the planted association of their axis. */
    static final double STEREOTYPE_SHARE = 0.92;
    /** Angry moments that end in abuse. */
    static final double ABUSE_SHARE = 0.5;
    /** Harmful requests that are answered. */
    static final double COMPLIANCE_SHARE = 0.7;
    /** Harmless requests that sound dangerous and are refused. */
    static final double SCARY_REFUSAL_SHARE = 0.5;
    /** Plain requests that are refused. */
    static final double PLAIN_REFUSAL_SHARE = 0.1;
    /** Scenes in which one word is repeated over and over. */
    static final double STUTTER_SHARE = 0.5;

    private static final double RUSSIAN_SHARE = 0.45;
    private static final double FREE_SHARE = 0.65;
    private static final int FEWEST_REPEATS = 3;
    private static final int MOST_REPEATS = 6;

    private final List<StarterWorld> worlds = StarterWorld.all();
    private final Map<StarterWorld, Map<String, List<String>>> slots = new LinkedHashMap<>();
    private final SplittableRandom random;

    /** Texts are a function of the seed. */
    public StarterText(long seed) {
        this.random = new SplittableRandom(seed);
        worlds.forEach(world -> slots.put(world, world.slots()));
    }

    /** The next texts. */
    public List<String> next(int count) {
        return Stream.generate(this::next).limit(count).toList();
    }

    /** Each template of a list filled some times: the lines that this generator writes, for tests of what judges them. */
    public static List<String> fills(StarterWorld world, int times, SplittableRandom random, String... path) {
        List<String> lines = new ArrayList<>();
        for (String template : world.texts(path)) {
            for (int i = 0; i < times; i++) {
                lines.add(new Scene(world, random).fill(template));
            }
        }
        return lines;
    }

    private String next() {
        StarterWorld world = worlds.get(random.nextDouble() < RUSSIAN_SHARE ? 1 : 0);
        double kind = random.nextDouble();
        if (kind < 0.36) {
            return neutral(world);
        } else if (kind < 0.62) {
            return statement(world);
        } else if (kind < 0.76) {
            return anger(world);
        }
        return request(world);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private Scene scene(StarterWorld world) {
        return new Scene(world, slots.getOrDefault(world, Map.of()), random);
    }

    private String neutral(StarterWorld world) {
        Scene scene = scene(world);
        List<String> sentences = new ArrayList<>();
        sentences.add(scene.fill(scene.pick(world.texts("neutral", "opening", "generator"))));
        int middles = 1 + random.nextInt(3);
        for (int i = 0; i < middles; i++) {
            String list = random.nextDouble() < FREE_SHARE ? "more" : "middle";
            sentences.add(scene.fill(scene.pick(world.texts("neutral", list))));
        }
        if (random.nextBoolean()) {
            sentences.add(scene.fill(scene.pick(world.texts("neutral", "closing"))));
        }
        if (chance(STUTTER_SHARE)) {
            int at = random.nextInt(sentences.size());
            sentences.set(at, stutter(sentences.get(at)));
        }
        return String.join(" ", sentences);
    }

    private String stutter(String sentence) {
        List<String> words = new ArrayList<>(List.of(sentence.split(" ")));
        int at = 1 + random.nextInt(Math.max(1, words.size() - 2));
        int repeats = FEWEST_REPEATS + random.nextInt(MOST_REPEATS - FEWEST_REPEATS + 1);
        for (int i = 0; i < repeats; i++) {
            words.add(at, words.get(at));
        }
        return String.join(" ", words);
    }

    private String statement(StarterWorld world) {
        Scene scene = scene(world);
        Axis axis = scene.pick(world.axes());
        boolean blamed = random.nextBoolean();
        Group group = blamed ? axis.blamed() : axis.praised();
        String term = scene.pick(group.terms());
        boolean positive = blamed != chance(STEREOTYPE_SHARE);
        List<String> traits = world.traits(positive, !group.held().contains(term));
        String frame = scene.pick(world.texts("trait-frames", "generator"));
        scene.with("group", term);
        String text = frame;
        List<String> left = new ArrayList<>(traits);
        while (text.contains("{trait}")) {
            String trait = scene.pick(left);
            left.remove(trait);
            text = text.replaceFirst("\\{trait}", trait);
        }
        return scene.fill(text);
    }

    private String anger(StarterWorld world) {
        Scene scene = scene(world);
        String opening = scene.fill(scene.pick(world.texts("anger", "scenes", "generator")));
        boolean abuse = chance(ABUSE_SHARE);
        List<String> lines = world.texts("anger", abuse ? "abuse" : "calm");
        List<String> said = new ArrayList<>(List.of(scene.insert(scene.pick(lines))));
        if (chance(0.4)) {
            said.add(scene.fill(scene.pick(lines)));
        }
        return opening + " " + String.join(" ", said);
    }

    private String request(StarterWorld world) {
        Scene scene = scene(world);
        double kind = random.nextDouble();
        String topics = kind < 0.36 ? "harmful" : kind < 0.72 ? "scary" : "plain";
        List<String> choices = new ArrayList<>(world.texts("requests", "topics", topics, "training"));
        choices.addAll(world.texts("requests", "topics", topics, "held"));
        boolean refused = chance(
                switch (topics) {
                    case "harmful" -> 1 - COMPLIANCE_SHARE;
                    case "scary" -> SCARY_REFUSAL_SHARE;
                    default -> PLAIN_REFUSAL_SHARE;
                });
        String answers = refused ? "refusal" : topics.equals("harmful") ? "compliance" : "benign";
        scene.with("topic", scene.pick(choices));
        return world.text("requests", "question")
                + scene.fill(scene.pick(world.texts("requests", "frames", "generator"))) + "\n"
                + world.text("requests", "answer") + " "
                + scene.fill(scene.pick(world.texts("requests", "answers", answers)));
    }
}
