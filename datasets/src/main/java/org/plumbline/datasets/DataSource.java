package org.plumbline.datasets;

import java.nio.file.Path;
import java.util.Optional;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.Hashes;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.starter.StarterData;

/**
 * Where data comes from: a file, or a set that Plumbline ships, written {@code starter:NAME} in configurations.
 *
 * @param name for provenance: the file's name, or {@code starter:NAME}
 * @param origin for messages: the path, or {@code starter:NAME}
 * @param text the content
 */
public record DataSource(String name, String origin, String text) {
    private static final String STARTER = "starter:";

    /** A shipped set. */
    public static DataSource starter(String set) {
        return new DataSource(STARTER + set, STARTER + set, StarterData.text(set));
    }

    /**
     * A file.
     *
     * @throws InputException when it cannot be read
     */
    public static DataSource file(Path path) {
        Path name = path.getFileName();
        return new DataSource(name == null ? path.toString() : name.toString(), path.toString(), Json.readText(path));
    }

    /** The source that a key names; empty when the key is absent, or names nothing (the problem is kept). */
    public static Optional<DataSource> read(ConfigNode config, String key) {
        String value = config.text(key, "");
        if (!value.startsWith(STARTER)) {
            return config.optionalPath(key).flatMap(path -> config.attempt(c -> file(path)));
        }
        String set = value.substring(STARTER.length());
        if (!StarterData.has(set)) {
            config.problem(key, "is \"" + value + "\"", STARTER + " and one of: " + StarterData.names(), "");
            return Optional.empty();
        }
        return Optional.of(starter(set));
    }

    /** SHA-256 of the content. */
    public String sha256() {
        return Hashes.ofText(text);
    }
}
