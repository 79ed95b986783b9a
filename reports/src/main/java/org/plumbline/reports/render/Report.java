package org.plumbline.reports.render;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.statistics.Interval;
import org.plumbline.eval.statistics.MultipleTesting;
import org.plumbline.eval.statistics.Power;
import org.plumbline.reports.Comparison;
import org.plumbline.reports.Comparison.HeldOut;
import org.plumbline.reports.Comparison.SuiteChange;
import org.plumbline.reports.Example;
import org.plumbline.reports.ItemChange;
import org.plumbline.reports.MetricChange;
import org.plumbline.reports.MetricChange.Reading;
import org.plumbline.reports.RewardHacking;
import org.plumbline.reports.TrainingCurve;
import org.plumbline.reports.gate.Gate;
import org.plumbline.reports.gate.GatePolicy;
import org.plumbline.reports.gate.Verdict;

/**
 * Everything that a report says, in every format; its JSON is the evidence from which it can be judged and rendered again.
 *
 * @param title heading
 * @param verdict of the gate; empty when none was configured
 * @param comparison of two evaluations; empty when one alone was judged
 * @param items items that changed most
 * @param curves training curves; empty when nothing was trained
 * @param examples what the models wrote
 * @param provenance name and value, in order
 * @param command what runs it again
 */
@JsonPropertyOrder({
    "schema",
    "title",
    "headline",
    "verdict",
    "comparison",
    "items",
    "curves",
    "examples",
    "provenance",
    "command",
    "limits"
})
@JsonIgnoreProperties(ignoreUnknown = true, allowGetters = true)
public record Report(
        String title,
        Optional<Verdict> verdict,
        Optional<Comparison> comparison,
        List<ItemChange> items,
        List<TrainingCurve> curves,
        List<Example> examples,
        Map<String, String> provenance,
        String command) {
    /** Examples in a report. */
    public static final int EXAMPLES = 10;

    /** Name and version of the JSON form; docs/report.schema.json has its schema. */
    public static final String SCHEMA = "plumbline.report/2";

    private static final double POWER = 0.8;

    public Report {
        items = List.copyOf(items);
        curves = List.copyOf(curves);
        examples = List.copyOf(examples);
        provenance.forEach((name, value) -> Objects.requireNonNull(value, name));
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    @JsonProperty
    public String schema() {
        return SCHEMA;
    }

    /** A command line of {@code plumbline} that a shell reads as these words. */
    public static String commandLine(String command, List<String> words) {
        return "plumbline " + command + " "
                + words.stream()
                        .map(word -> word.matches("[\\w./:=@+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }

    /** The same report with another provenance. */
    public Report withProvenance(Map<String, String> other) {
        return new Report(title, verdict, comparison, items, curves, examples, other, command);
    }

    /** The same evidence, judged by a policy. */
    public Report judgedBy(GatePolicy policy) {
        return judgedBy(policy, command);
    }

    /**
     * The same evidence, judged by another policy.
     *
     * @throws InputException when there is no comparison to judge
     */
    public Report judgedBy(GatePolicy policy, String newCommand) {
        Comparison evidence = comparison.orElseThrow(() -> new InputException(
                Problem.of("report", "judges one evaluation: it holds no comparison that could be judged again")
                        .next("judge the evaluation itself with plumbline gate DIR --policy FILE")));
        Map<String, String> origin = new LinkedHashMap<>(provenance);
        origin.put("policy", policy.source());
        return new Report(
                title,
                Optional.of(Gate.judge(policy, evidence)),
                comparison,
                items,
                curves,
                examples,
                origin,
                newCommand);
    }

    /** The sentence at the top. */
    @JsonProperty
    public String headline() {
        return verdict.map(v -> v.word() + ". " + v.sentence()).orElse("No gate was configured.")
                + (comparison.isPresent() ? " " + counts() : "");
    }

    /** How many metrics read better, worse, changed and not. */
    public String counts() {
        Map<Reading, Long> counts = suites().stream()
                .flatMap(suite -> suite.metrics().stream())
                .map(MetricChange::reading)
                .filter(reading -> reading != Reading.NOT_MEASURED)
                .collect(Collectors.groupingBy(reading -> reading, Collectors.counting()));
        return String.format(
                Locale.ROOT,
                "Of %d metrics %d became better, %d worse, %d changed (neither way is better), %d show no clear change.",
                counts.values().stream().mapToLong(Long::longValue).sum(),
                counts.getOrDefault(Reading.BETTER, 0L),
                counts.getOrDefault(Reading.WORSE, 0L),
                counts.getOrDefault(Reading.CHANGED, 0L),
                counts.getOrDefault(Reading.NO_CLEAR_CHANGE, 0L));
    }

    /** Suites in order; none without a comparison. */
    public List<SuiteChange> suites() {
        return comparison.map(Comparison::suites).orElse(List.of());
    }

    /** Holm's adjusted p-value of no change, over all metrics of the report that were measured. */
    public OptionalDouble adjustedP(MetricChange metric) {
        List<MetricChange> measured = suites().stream()
                .flatMap(suite -> suite.metrics().stream())
                .filter(change -> change.pairs() > 0)
                .toList();
        int index = measured.indexOf(metric);
        return index < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        MultipleTesting.holm(
                                measured.stream().mapToDouble(MetricChange::p).toArray())[index]);
    }

    /** The smallest change of a metric that 80 % of such comparisons would show; empty when the spread is not known. */
    public static OptionalDouble smallestChange(MetricChange metric) {
        if (!metric.estimate().change().determined()) {
            return OptionalDouble.empty();
        }
        double effect = Power.smallestEffect(metric.estimate().change().standardError(), 1 - Interval.LEVEL, POWER);
        return OptionalDouble.of(
                metric.definition().kind() == MetricDefinition.Kind.GEOMETRIC_MEAN
                        ? metric.before() * Math.expm1(effect)
                        : effect);
    }

    /** Reward against judges that training never saw; empty without a comparison. */
    public Optional<RewardHacking> rewardHacking() {
        return comparison.map(evidence -> RewardHacking.of(evidence, curves));
    }

    /** What a reader of one suite must know. */
    public List<String> notes(SuiteChange suite) {
        List<String> notes = new ArrayList<>();
        if (!suite.description().caution().isEmpty()) {
            notes.add(suite.description().caution());
        }
        switch (suite.heldOut()) {
            case NO ->
                notes.add("Not held out: training optimised the scorer that measures this suite. An improvement"
                        + " here may be the model learning to please the scorer.");
            case UNKNOWN ->
                notes.add("It is not known whether training optimised the scorer that measures this suite.");
            case YES -> notes.add("Held out: training never saw the scorer that measures this suite.");
            case NO_SCORER -> {}
        }
        if (suite.unpaired() > 0) {
            notes.add(suite.unpaired() + " items were not scored in both runs and are left out.");
        }
        for (MetricChange metric : suite.metrics()) {
            if (metric.reading() == Reading.NOT_MEASURED) {
                notes.add(metric.definition().name() + ": not measured.");
            } else if (metric.rose() + metric.fell() == 0) {
                notes.add(metric.definition().name() + ": no item changed.");
            }
        }
        notes.addAll(suite.description().warnings());
        return notes;
    }

    /** What was not tested and could not have been seen. */
    @JsonProperty
    public List<String> limits() {
        List<String> limits = new ArrayList<>();
        if (suites().stream().noneMatch(suite -> suite.heldOut() == HeldOut.YES)) {
            limits.add(
                    "No text scorer is known to be held out from training: reward hacking could not have been seen.");
        }
        if (verdict.isEmpty()) {
            limits.add("No gate was configured: nothing here passed or failed.");
        }
        if (comparison
                .map(c -> c.before().contentHash().equals(c.after().contentHash()))
                .orElse(false)) {
            limits.add("Before and after are the same model, by content hash: there was no change to find.");
        }
        if (comparison.isPresent()) {
            limits.add(
                    "\"better\" and \"worse\" are by the 95 % interval of each metric alone; the adjusted p-value corrects"
                            + " for looking at all of them (Holm).");
            limits.add("Nothing was measured besides these suites: "
                    + suites().stream().map(suite -> suite.description().name()).collect(Collectors.joining(", "))
                    + ". What else the model can do was not measured.");
            suites().stream()
                    .flatMap(suite -> suite.metrics().stream()
                            .filter(metric -> metric.reading() == Reading.NO_CLEAR_CHANGE)
                            .map(metric -> suite.description().name() + "."
                                    + metric.definition().name() + unseen(metric)))
                    .forEach(limits::add);
        }
        return limits;
    }

    private static String unseen(MetricChange metric) {
        OptionalDouble smallest = smallestChange(metric);
        return smallest.isEmpty()
                ? ": so few clusters say nothing of the spread."
                : ": a change smaller than " + Labels.number(smallest.getAsDouble())
                        + " would probably not have been seen (80 % power).";
    }
}
