package org.plumbline.eval;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;
import org.plumbline.eval.spi.Suite;
import org.plumbline.eval.spi.SuiteProvider;

/** The suites on the class path, by name. */
public final class Suites {
    private final Map<String, SuiteProvider> providers;

    private Suites(Map<String, SuiteProvider> providers) {
        this.providers = providers;
    }

    /**
     * Finds all providers.
     *
     * @throws InputException when one cannot be loaded or two share a name
     */
    public static Suites load(ClassLoader loader) {
        Map<String, SuiteProvider> providers = new TreeMap<>();
        try {
            for (SuiteProvider provider : ServiceLoader.load(SuiteProvider.class, loader)) {
                SuiteProvider earlier = providers.putIfAbsent(provider.name(), provider);
                if (earlier != null) {
                    throw new InputException(Problem.of(
                                    "suites",
                                    "\"" + provider.name() + "\" is provided twice, by "
                                            + earlier.getClass().getName() + " and "
                                            + provider.getClass().getName())
                            .next("remove one of the two jars"));
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new InputException(Problem.of("suites", "a provider cannot be loaded: " + e.getMessage())
                    .next("remove its jar from the class path or replace it"));
        }
        return new Suites(providers);
    }

    /** Names and summaries, sorted. */
    public Map<String, String> summaries() {
        Map<String, String> summaries = new TreeMap<>();
        providers.forEach((name, provider) -> summaries.put(name, provider.summary()));
        return summaries;
    }

    /**
     * Suites of the class path from YAML text, a list as under {@code suites:}.
     *
     * @throws InputException with all problems at once
     */
    public static List<Suite> parse(String yaml) {
        ConfigNode config = ConfigNode.parse(Path.of("suites.yaml"), "suites:\n" + yaml.indent(2));
        List<Suite> suites = load(Suites.class.getClassLoader()).read(config, "suites", Optional.empty());
        config.finish();
        return suites;
    }

    /** Reads {@code suites:}, a list of {@code suite} and {@code options}; problems are kept in {@code config}. */
    public List<Suite> read(ConfigNode config, String key, Optional<Path> data) {
        List<Suite> suites = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<ConfigNode> entries = config.sectionList(key);
        if (entries.isEmpty()) {
            config.problem(key, "is missing or empty", "at least one suite of: " + names(), "");
        }
        for (ConfigNode entry : entries) {
            String name = entry.requiredText("suite");
            ConfigNode options = entry.section("options");
            SuiteProvider provider = providers.get(name);
            if (!name.isEmpty() && !names.add(name)) {
                entry.problem("suite", "\"" + name + "\" stands twice", "each suite once", "");
            }
            if (provider != null) {
                options.attemptWhole(o -> provider.create(o, data)).ifPresent(suites::add);
            } else if (!name.isEmpty()) {
                entry.problem("suite", "is \"" + name + "\", which nothing on the class path provides", names(), "");
            }
        }
        return suites;
    }

    private String names() {
        return String.join(", ", providers.keySet());
    }
}
