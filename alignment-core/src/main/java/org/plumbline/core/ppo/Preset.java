package org.plumbline.core.ppo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.plumbline.datasets.input.ConfigNode;

/** The conventions of a known system, as settings: what a configuration does not say comes from here. */
public enum Preset implements ConfigNode.Named {
    /** The defaults themselves. */
    PLUMBLINE("plumbline"),
    /** TRL 0.11's PPOTrainer. */
    TRL_0_11("trl-0.11"),
    /** The PPOTrainer of TRL 1.x, in {@code trl.experimental} until 2026-09. */
    TRL_1_X("trl-1.x"),
    OPENRLHF("openrlhf"),
    SAFE_RLHF("safe-rlhf");

    private final String configName;

    Preset(String configName) {
        this.configName = configName;
    }

    @Override
    public String configName() {
        return configName;
    }

    /** The settings that differ from the defaults. */
    ConfigNode settings() {
        return resource("preset-" + configName + ".yaml");
    }

    /** What a method needs other than the defaults. */
    static ConfigNode of(Method method) {
        return resource("method-" + method.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".yaml");
    }

    private static ConfigNode resource(String name) {
        try (InputStream in = Preset.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no settings " + name);
            }
            return ConfigNode.parse(Path.of(name), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
