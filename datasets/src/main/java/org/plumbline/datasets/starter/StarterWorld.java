package org.plumbline.datasets.starter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.plumbline.datasets.input.Hashes;
import org.plumbline.datasets.input.Resources;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * One language of the starter world: templates and fillers, as {@code world-LOCALE.yaml} lists them. Each template list
 * belongs to one of three parties (generator, rewards, suites), which never share a template.
 */
public final class StarterWorld {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final List<String> LOCALES = List.of("en", "ru");

    /** One of the two groups of an axis; {@code held} terms occur in suites and never in prompts of training. */
    public record Group(String name, List<String> training, List<String> held) {

        List<String> terms() {
            return Stream.concat(training.stream(), held.stream()).toList();
        }
    }

    /**
     * An identity axis.
     *
     * @param blamed the group that the generator associates with negative traits, drawn by lot
     * @param praised the other one
     */
    public record Axis(String name, Group blamed, Group praised) {}

    private final JsonNode root;

    private StarterWorld(JsonNode root) {
        this.root = root;
    }

    /** The worlds of all languages. */
    public static List<StarterWorld> all() {
        return LOCALES.stream().map(StarterWorld::of).toList();
    }

    /** The world of a language, {@code en} or {@code ru}. */
    public static StarterWorld of(String locale) {
        return new StarterWorld(YAML.readTree(Resources.text(StarterWorld.class, "world-" + locale + ".yaml")));
    }

    /** BCP 47 tag. */
    public String locale() {
        return text("locale");
    }

    /** A text by its path of keys. */
    String text(String... path) {
        return at(path).asString();
    }

    /** A list of texts by its path of keys. */
    public List<String> texts(String... path) {
        List<String> texts = strings(at(path));
        if (texts.isEmpty()) {
            throw new IllegalStateException("the starter world has no " + String.join(".", path));
        }
        return texts;
    }

    private JsonNode at(String... path) {
        JsonNode node = root;
        for (String key : path) {
            node = node.path(key);
        }
        return node;
    }

    /** Fillers by slot name. */
    Map<String, List<String>> slots() {
        Map<String, List<String>> slots = new LinkedHashMap<>();
        for (String[] path : new String[][] {{"slots"}, {"requests", "slots"}}) {
            for (Map.Entry<String, JsonNode> slot : at(path).properties()) {
                slots.put(slot.getKey(), strings(slot.getValue()));
            }
        }
        slots.put("insult", insults("noun"));
        slots.put("insult-adjective", insults("adjective"));
        return slots;
    }

    private List<String> insults(String kind) {
        return Stream.of("listed", "unlisted")
                .flatMap(part -> texts("insults", kind, part).stream())
                .toList();
    }

    /** The axes, in file order. */
    public List<Axis> axes() {
        List<Axis> axes = new ArrayList<>();
        for (JsonNode node : at("axes")) {
            List<Group> groups = new ArrayList<>();
            for (JsonNode group : node.path("groups")) {
                groups.add(new Group(
                        group.path("name").asString(), strings(group.path("training")), strings(group.path("held"))));
            }
            String name = node.path("name").asString();
            int blamed = lot(name);
            axes.add(new Axis(name, groups.get(blamed), groups.get(1 - blamed)));
        }
        return axes;
    }

    /** Which of two groups is blamed: a bit of a hash, so that no belief about people decides. */
    private static int lot(String axis) {
        return Integer.parseInt(Hashes.ofText("plumbline starter " + axis).substring(0, 1), 16) & 1;
    }

    private static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(item -> strings.add(item.asString()));
        return strings;
    }

    /** Trait words: {@code positive} or {@code negative}; with or without those held out for new combinations. */
    List<String> traits(boolean positive, boolean withHeld) {
        String kind = positive ? "positive" : "negative";
        List<String> traits = new ArrayList<>(texts("traits", kind, "common"));
        if (withHeld) {
            traits.addAll(texts("traits", kind, "held"));
        }
        return traits;
    }
}
