package org.plumbline.core.reward;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.plumbline.core.reward.spi.RewardShaperProvider;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** The reward shapers that are on the class path, by name. */
public final class RewardShapers {
    private static final String OWN_PACKAGE = "org.plumbline.";
    private static final String OWN_NAME = "[a-z][a-z0-9-]*";
    private static final String VENDOR_NAME = OWN_NAME + ":" + OWN_NAME;

    private final Map<String, RewardShaperProvider> providers;

    private RewardShapers(Map<String, RewardShaperProvider> providers) {
        this.providers = providers;
    }

    /**
     * Finds all providers.
     *
     * @throws InputException when one cannot be loaded, two share a name, or a name breaks the rules; all are listed
     */
    public static RewardShapers load(ClassLoader loader) {
        List<RewardShaperProvider> found = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Iterator<RewardShaperProvider> services =
                ServiceLoader.load(RewardShaperProvider.class, loader).iterator();
        while (true) {
            try {
                if (!services.hasNext()) {
                    break;
                }
                found.add(services.next());
            } catch (ServiceConfigurationError e) {
                problems.add(Problem.of("reward shapers", "a provider cannot be loaded: " + e.getMessage())
                        .next("remove its jar from the class path or replace it"));
            }
        }
        return of(found, problems);
    }

    /** From providers in hand, for programs that do without {@link ServiceLoader}. */
    public static RewardShapers of(List<RewardShaperProvider> providers) {
        return of(providers, new ArrayList<>());
    }

    private static RewardShapers of(List<RewardShaperProvider> found, List<Problem> problems) {
        Map<String, RewardShaperProvider> providers = new TreeMap<>();
        for (RewardShaperProvider provider : found) {
            String name = provider.name();
            boolean own = provider.getClass().getName().startsWith(OWN_PACKAGE);
            if (!name.matches(VENDOR_NAME) && !(own && name.matches(OWN_NAME))) {
                problems.add(Problem.of("reward shapers", "\"" + name + "\" of " + origin(provider) + " is not a name")
                        .accepted("vendor:name in lower case; bare names are Plumbline's own"));
            }
            RewardShaperProvider earlier = providers.putIfAbsent(name, provider);
            if (earlier != null) {
                problems.add(Problem.of(
                                "reward shapers",
                                "\"" + name + "\" is provided twice, by " + origin(earlier) + " and "
                                        + origin(provider))
                        .next("remove one of the two jars"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return new RewardShapers(providers);
    }

    private static String origin(RewardShaperProvider provider) {
        Class<?> type = provider.getClass();
        java.security.CodeSource source = type.getProtectionDomain().getCodeSource();
        return type.getName() + (source == null ? "" : " (" + source.getLocation() + ")");
    }

    /** Names and summaries, sorted. */
    public Map<String, String> summaries() {
        Map<String, String> summaries = new TreeMap<>();
        providers.forEach((name, provider) -> summaries.put(name, provider.summary()));
        return summaries;
    }

    java.util.Optional<RewardShaperProvider> find(String name) {
        return java.util.Optional.ofNullable(providers.get(name));
    }

    String names() {
        return String.join(", ", providers.keySet());
    }
}
