package org.plumbline.datasets.starter;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills templates within one text: {@code {slot}} is a random filler, a different one each time while they last;
 * {@code [he/she]} agrees with the character {@code {name}}, who stays the same.
 */
final class Scene {
    private static final Pattern HOLE = Pattern.compile("\\{([a-z-]+)}|\\[([^]/]*)/([^]]*)]");

    private final RandomGenerator random;
    private final Map<String, List<String>> slots;
    private final Map<String, String> bound = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final boolean masculine;

    Scene(StarterWorld world, RandomGenerator random) {
        this(world, world.slots(), random);
    }

    /** {@code slots} are those of the world, for callers that fill many texts. */
    Scene(StarterWorld world, Map<String, List<String>> slots, RandomGenerator random) {
        this.random = random;
        this.slots = slots;
        this.masculine = random.nextBoolean();
        String name = pick(world.texts("characters", masculine ? "m" : "f"));
        bound.put("name", name);
        String friend = pick(world.texts("characters", random.nextBoolean() ? "m" : "f"));
        while (friend.equals(name)) {
            friend = pick(world.texts("characters", random.nextBoolean() ? "m" : "f"));
        }
        bound.put("friend", friend);
    }

    /** Fixes what a slot is filled with. */
    Scene with(String slot, String filler) {
        bound.put(slot, filler);
        return this;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** The template filled, with a capital first letter. */
    String fill(String template) {
        String text = insert(template);
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
    }

    /** The template filled, as it stands. */
    String insert(String template) {
        Matcher hole = HOLE.matcher(template);
        StringBuilder text = new StringBuilder();
        while (hole.find()) {
            String filler = hole.group(1) == null ? hole.group(masculine ? 2 : 3) : insert(filler(hole.group(1)));
            hole.appendReplacement(text, Matcher.quoteReplacement(filler));
        }
        hole.appendTail(text);
        return text.toString();
    }

    private String filler(String slot) {
        String fixed = bound.get(slot);
        if (fixed != null) {
            return fixed;
        }
        List<String> fillers = slots.get(slot);
        if (fillers == null) {
            throw new IllegalStateException("the starter world has no slot {" + slot + "}");
        }
        List<String> fresh =
                fillers.stream().filter(f -> !used.contains(slot + f)).toList();
        String filler = pick(fresh.isEmpty() ? fillers : fresh);
        used.add(slot + filler);
        return filler;
    }
}
