package org.plumbline.core.watch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.VisibleText;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Params, tags and metrics in the form that MLflow takes: mlflow/utils/validation.py has the limits, the REST reference those
 * that every storage keeps.
 */
final class MlflowEntries {
    static final int MOST_METRICS = 1000;
    static final int MOST_PARAMS = 100;
    static final int MOST_TAGS = 100;
    static final int PARAM_BYTES = 6000;
    static final int TAG_BYTES = 5000;

    /** Of a call, with room for what stands around the entries: the limit is 1,000,000. */
    private static final int MOST_BYTES = 900_000;

    private static final int NAME_CHARACTERS = 250;
    private static final Set<String> NO_SEGMENTS = Set.of("", ".", "..");

    private MlflowEntries() {}

    /** Params or tags. */
    static List<ObjectNode> texts(Map<String, String> values, int mostBytes) {
        List<ObjectNode> entries = new ArrayList<>();
        named(values).forEach((name, value) -> {
            ObjectNode entry = Json.COMPACT.createObjectNode();
            entry.put("key", name);
            entry.put("value", cut(value, mostBytes));
            entries.add(entry);
        });
        return entries;
    }

    /**
     * Metrics of one step. Values that are not finite are strings, as protobuf's JSON has them; the server keeps NaN, and
     * infinities as the largest doubles.
     */
    static List<ObjectNode> metrics(long step, Map<String, Double> values, long milliseconds) {
        List<ObjectNode> entries = new ArrayList<>();
        named(values).forEach((name, value) -> {
            ObjectNode entry = Json.COMPACT.createObjectNode();
            entry.put("key", name);
            if (Double.isFinite(value)) {
                entry.put("value", value);
            } else {
                entry.put("value", Double.toString(value));
            }
            entry.put("timestamp", milliseconds);
            entry.put("step", step);
            entries.add(entry);
        });
        return entries;
    }

    /** The body of {@code runs/log-batch}. */
    static ObjectNode batch(String runId, String kind, List<ObjectNode> entries) {
        ObjectNode body = Json.COMPACT.createObjectNode();
        body.put("run_id", runId);
        ArrayNode array = body.putArray(kind);
        entries.forEach(array::add);
        return body;
    }

    /** The entries in their order, in parts that one call takes. */
    static List<List<ObjectNode>> parts(List<ObjectNode> entries, int most) {
        List<List<ObjectNode>> parts = new ArrayList<>();
        List<ObjectNode> part = new ArrayList<>();
        int bytes = 0;
        for (ObjectNode entry : entries) {
            int size = Json.line(entry).getBytes(StandardCharsets.UTF_8).length + 1;
            if (!part.isEmpty() && (part.size() == most || bytes + size > MOST_BYTES)) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(entry);
            bytes += size;
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    /** The same values under names that MLflow takes, different ones for different names. */
    private static <T> Map<String, T> named(Map<String, T> values) {
        Map<String, T> named = new LinkedHashMap<>();
        values.forEach((text, value) -> {
            String name = name(text, NAME_CHARACTERS);
            for (int i = 2; named.containsKey(name); i++) {
                String suffix = "_" + i;
                name = name(text, NAME_CHARACTERS - suffix.length()) + suffix;
            }
            named.put(name, value);
        });
        return named;
    }

    /** Letters, digits, {@code _.-/} and spaces, in a form that a path would keep. */
    private static String name(String text, int characters) {
        String allowed = text.replaceAll("[^\\p{L}\\p{N}_.\\-/ ]", "_");
        StringBuilder name = new StringBuilder();
        for (String segment : allowed.split("/", -1)) {
            name.append(name.isEmpty() ? "" : "/").append(NO_SEGMENTS.contains(segment) ? "_" : segment);
        }
        if (name.codePointCount(0, name.length()) <= characters) {
            return name.toString();
        }
        name.setLength(name.offsetByCodePoints(0, characters));
        int slash = name.lastIndexOf("/");
        if (slash >= 0 && NO_SEGMENTS.contains(name.substring(slash + 1))) {
            name.setLength(slash);
        }
        return name.toString();
    }

    /** The beginning that is no longer in UTF-8. */
    static String cut(String text, int mostBytes) {
        String whole = VisibleText.wellFormed(text);
        int bytes = 0;
        int end = 0;
        while (end < whole.length()) {
            int c = whole.codePointAt(end);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (bytes > mostBytes) {
                break;
            }
            end += Character.charCount(c);
        }
        return whole.substring(0, end);
    }
}
