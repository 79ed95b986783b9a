package org.plumbline.reports.gate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.Hashes;
import org.plumbline.datasets.input.InputException;
import org.plumbline.eval.spi.MetricDefinition.Direction;
import org.plumbline.reports.gate.Rule.Better;
import org.plumbline.reports.gate.Rule.Condition;
import org.plumbline.reports.gate.Rule.Margin;
import org.plumbline.reports.gate.Rule.OnInconclusive;
import org.plumbline.reports.gate.Rule.OnNotRun;

/**
 * What a gate asks for.
 *
 * @param source name and SHA-256 of the file, for the provenance
 * @param power chance of finding what {@code n needed} is computed for
 * @param errorBudget share of items that may fail in either evaluation
 * @param unpairedBudget share of a suite's items that may lack a score in one of the evaluations
 */
public record GatePolicy(String source, double power, double errorBudget, double unpairedBudget, List<Rule> rules) {
    private static final Pattern TOWARDS = Pattern.compile("towards\\s+([-+0-9.eE]+)");
    private static final Pattern PERCENT = Pattern.compile("([-+]?[0-9]*\\.?[0-9]+)\\s*%");
    private static final int MIN_ITEMS = 30;

    public GatePolicy {
        rules = List.copyOf(rules);
        long names = rules.stream().map(Rule::name).distinct().count();
        if (rules.isEmpty()
                || names < rules.size()
                || rules.stream().anyMatch(r -> r.conditions().isEmpty())) {
            throw new IllegalArgumentException("a policy needs rules, each with a name of its own and a condition");
        }
    }

    /**
     * Reads a {@code gate.yaml}.
     *
     * @throws InputException with all problems at once
     */
    public static GatePolicy read(Path file) {
        return read(ConfigNode.read(file), file.getFileName() + ", sha256 " + Hashes.ofFile(file));
    }

    /** Reads a policy from text; {@code source} names it in messages. */
    public static GatePolicy parse(Path source, String yaml) {
        return read(ConfigNode.parse(source, yaml), source.getFileName() + ", sha256 " + Hashes.ofText(yaml));
    }

    private static GatePolicy read(ConfigNode node, String source) {
        Defaults defaults = new Defaults(
                node.number("alpha", 0.05, 1e-6, 0.5),
                node.integer("min-items", MIN_ITEMS, 2, Integer.MAX_VALUE),
                node.choice("on-inconclusive", OnInconclusive.INCONCLUSIVE),
                node.choice("on-not-run", OnNotRun.NOT_RUN));
        double power = node.number("power", 0.8, 0.5, 0.999);
        double errorBudget = node.number("error-budget", 0.01, 0, 1);
        double unpairedBudget = node.number("unpaired-budget", 0.05, 0, 1);
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Map<String, Double> alphas = new HashMap<>();
        List<ConfigNode> entries = node.sectionList("rules");
        if (entries.isEmpty()) {
            node.problem(
                    "rules",
                    "is missing or empty",
                    "a list of {metric: SUITE.METRIC, margin: NUMBER or limit: NUMBER}",
                    "");
        }
        for (ConfigNode entry : entries) {
            Rule rule = rule(entry, defaults);
            if (!names.add(rule.name())) {
                entry.problem(
                        entry.has("name") ? "name" : "metric",
                        "makes a second rule \"" + rule.name() + "\"",
                        "each name once",
                        "give one of them another name");
            }
            Double shared = alphas.putIfAbsent(rule.family(), rule.alpha());
            if (shared != null && shared != rule.alpha()) {
                entry.problem(
                        "alpha",
                        "is " + rule.alpha() + ", but family \"" + rule.family() + "\" has " + shared,
                        "one alpha for all rules of a family",
                        "give the rule another family");
            }
            rules.add(rule);
        }
        node.finish();
        return new GatePolicy(source, power, errorBudget, unpairedBudget, rules);
    }

    private record Defaults(double alpha, int minItems, OnInconclusive onInconclusive, OnNotRun onNotRun) {}

    private static Rule rule(ConfigNode entry, Defaults defaults) {
        List<Condition> conditions = new ArrayList<>();
        List<ConfigNode> parts = entry.sectionList("all");
        if (entry.has("all")) {
            for (String key : List.of("metric", "category", "direction", "limit", "margin")) {
                if (entry.has(key)) {
                    entry.optionalText(key);
                    entry.problem(key, "stands beside all:", "either one condition or all: with several", "");
                }
            }
            parts.forEach(part -> conditions.add(condition(part)));
            if (conditions.size() < 2) {
                entry.problem(
                        "all",
                        "has " + conditions.size() + (conditions.size() == 1 ? " condition" : " conditions"),
                        "two or more",
                        "");
            }
            if (!entry.has("name")) {
                entry.problem("name", "is missing", "a name for the joint rule", "");
            }
        } else {
            conditions.add(condition(entry));
        }
        String subject =
                conditions.isEmpty() ? entry.where() : conditions.get(0).subject();
        String name = entry.text("name", subject);
        if (name.isBlank()) {
            entry.problem("name", "is blank", "a name, or none at all", "");
            name = entry.where();
        }
        return new Rule(
                name,
                entry.text("family", "gate"),
                entry.number("alpha", defaults.alpha(), 1e-6, 0.5),
                entry.integer("min-items", defaults.minItems(), 2, Integer.MAX_VALUE),
                entry.choice("on-inconclusive", defaults.onInconclusive()),
                entry.choice("on-not-run", defaults.onNotRun()),
                conditions);
    }

    private static Condition condition(ConfigNode node) {
        String metric = node.requiredText("metric");
        if (!metric.isEmpty() && !metric.matches(Condition.METRIC)) {
            node.problem("metric", "is \"" + metric + "\"", "SUITE.METRIC, such as refusal.benign_refusal", "");
        }
        Optional<Better> better = node.optionalText("direction").flatMap(text -> better(node, text));
        double bound = node.number("limit", Double.NaN, -Double.MAX_VALUE, Double.MAX_VALUE);
        OptionalDouble limit = Double.isNaN(bound) ? OptionalDouble.empty() : OptionalDouble.of(bound);
        Optional<Margin> margin = node.optionalText("margin").flatMap(text -> margin(node, text));
        if (!node.has("limit") && !node.has("margin")) {
            node.problem(
                    "metric",
                    "has neither a limit nor a margin",
                    "limit: the worst value allowed; margin: how much worse than before is allowed, 0.02 or 10%",
                    "");
        }
        // The problem is kept: the place stands for a name that cannot be one.
        String named = metric.matches(Condition.METRIC) ? metric : node.where() + ".metric";
        return new Condition(named, node.optionalText("category"), better, limit, margin);
    }

    private static Optional<Better> better(ConfigNode node, String text) {
        Matcher towards = TOWARDS.matcher(text);
        if (text.equals("lower") || text.equals("higher")) {
            return Optional.of(new Better(Direction.valueOf(text.toUpperCase(Locale.ROOT)), 0));
        }
        if (towards.matches()) {
            try {
                double target = Double.parseDouble(towards.group(1));
                if (Double.isFinite(target)) {
                    return Optional.of(new Better(Direction.TOWARDS, target));
                }
            } catch (NumberFormatException e) {
                // Said below.
            }
        }
        node.problem("direction", "is \"" + text + "\"", "lower, higher, or towards NUMBER", "");
        return Optional.empty();
    }

    private static Optional<Margin> margin(ConfigNode node, String text) {
        Matcher percent = PERCENT.matcher(text);
        if (!percent.matches()) {
            return Optional.of(new Margin(node.number("margin", 0, -Double.MAX_VALUE, Double.MAX_VALUE), 0));
        }
        double share = Double.parseDouble(percent.group(1)) / 100;
        if (share <= -1 || share >= 1) {
            node.problem("margin", "is \"" + text + "\"", "a number, or a percentage between -100% and 100%", "");
        }
        return Optional.of(new Margin(0, share));
    }
}
