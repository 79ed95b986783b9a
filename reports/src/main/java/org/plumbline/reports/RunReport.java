package org.plumbline.reports;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.plumbline.datasets.input.Json;
import org.plumbline.eval.EvaluationFiles;
import org.plumbline.eval.Statistics.Interval;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.reports.Comparison.HeldOut;
import org.plumbline.reports.Comparison.MetricChange;
import org.plumbline.reports.Comparison.Reading;
import org.plumbline.reports.Comparison.SuiteChange;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A comparison for readers: HTML, Markdown and JSON say the same thing.
 *
 * @param title heading
 * @param curves training curves; empty when nothing was trained
 * @param examples what the models wrote
 * @param provenance name and value, in order
 * @param command what runs it again
 */
public record RunReport(
        String title,
        Comparison comparison,
        List<TrainingCurve> curves,
        List<Example> examples,
        Map<String, String> provenance,
        String command) {
    /** Examples in a report. */
    public static final int EXAMPLES = 10;

    private static final String SCHEMA = "plumbline.report/1";

    /** Writes report.html, report.md and report.json into a directory. */
    public void write(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("report.html"), html());
            Files.writeString(directory.resolve("report.md"), markdown());
            Json.write(directory.resolve("report.json"), json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One self-contained page without scripts. */
    public String html() {
        StringOutput output = new StringOutput();
        TemplateEngine.createPrecompiled(ContentType.Html).render("report.jte", this, output);
        return output.toString();
    }

    /** For a terminal, a pull request or a job summary. */
    public String markdown() {
        StringBuilder text = new StringBuilder("# ").append(title).append("\n\n");
        text.append(headline()).append("\n\n");
        for (SuiteChange suite : comparison.suites()) {
            text.append("## ")
                    .append(suite.description().name())
                    .append(" (")
                    .append(suite.description().variant())
                    .append(")\n\n");
            text.append("| metric | better | before | after | difference | 95 % interval | n | verdict |\n");
            text.append("|---|---|---|---|---|---|---|---|\n");
            for (MetricChange metric : suite.metrics()) {
                text.append("| ")
                        .append(String.join(
                                " | ",
                                metric.definition().name(),
                                direction(metric.definition()),
                                number(metric.before()),
                                number(metric.after()),
                                signed(metric.difference()),
                                interval(metric.interval()),
                                Integer.toString(metric.pairs()),
                                reading(metric.reading())))
                        .append(" |\n");
            }
            text.append('\n');
            notes(suite).forEach(note -> text.append("- ").append(note).append('\n'));
            text.append('\n');
        }
        if (!curves.isEmpty()) {
            text.append("## Training\n\n| | first tenth | last tenth |\n|---|---|---|\n");
            for (TrainingCurve curve : curves) {
                text.append("| ")
                        .append(String.join(" | ", curve.title(), number(curve.start()), number(curve.end())))
                        .append(" |\n");
            }
            text.append('\n');
        }
        if (!examples.isEmpty()) {
            text.append("## Examples\n\n").append(Example.RULE).append("\n\n");
            for (Example example : examples) {
                text.append("- ")
                        .append(example.suite())
                        .append(" `")
                        .append(oneLine(example.prompt()))
                        .append("`\n  - before: `")
                        .append(oneLine(example.before()))
                        .append("`\n  - after: `")
                        .append(oneLine(example.after()))
                        .append("`\n");
            }
            text.append('\n');
        }
        text.append("## What this does not show\n\n");
        limits().forEach(limit -> text.append("- ").append(limit).append('\n'));
        text.append("\n## Provenance\n\n");
        provenance.forEach((name, value) ->
                text.append("- ").append(name).append(": `").append(value).append("`\n"));
        text.append("- again: `").append(command).append("`\n");
        return text.toString();
    }

    /** Inside a code span: neither a line break nor a backtick. */
    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", " / ").replace('`', '\'');
        return line.isEmpty() ? "(nothing)" : line;
    }

    private ObjectNode json() {
        ObjectNode root = Json.COMPACT.createObjectNode();
        root.put("schema", SCHEMA);
        root.put("title", title);
        root.putObject("verdict").put("outcome", "not_run").put("reason", "no gate was configured");
        ArrayNode suites = root.putArray("suites");
        for (SuiteChange suite : comparison.suites()) {
            ObjectNode node = suites.addObject();
            node.put("suite", suite.description().name());
            node.put("variant", suite.description().variant());
            node.put("held_out", suite.heldOut().name().toLowerCase(Locale.ROOT));
            node.put("unpaired", suite.unpaired());
            ArrayNode metrics = node.putArray("metrics");
            for (MetricChange metric : suite.metrics()) {
                ObjectNode entry = metrics.addObject()
                        .put("name", metric.definition().name())
                        .put("unit", metric.definition().unit())
                        .put("direction", metric.definition().direction().name().toLowerCase(Locale.ROOT));
                if (metric.definition().direction() == MetricDefinition.Direction.TOWARDS) {
                    entry.put("target", metric.definition().target());
                }
                if (metric.pairs() == 0) {
                    entry.putNull("before").putNull("after").putNull("difference");
                } else {
                    entry.put("before", metric.before())
                            .put("after", metric.after())
                            .put("difference", metric.difference());
                }
                EvaluationFiles.interval(entry, metric.interval());
                entry.put("pairs", metric.pairs())
                        .put("rose", metric.rose())
                        .put("fell", metric.fell())
                        .put("reading", metric.reading().name().toLowerCase(Locale.ROOT));
            }
            ArrayNode notes = node.putArray("notes");
            notes(suite).forEach(notes::add);
        }
        ObjectNode training = root.putObject("training");
        for (TrainingCurve curve : curves) {
            training.putObject(curve.name()).put("first_tenth", curve.start()).put("last_tenth", curve.end());
        }
        ArrayNode shown = root.putArray("examples");
        for (Example example : examples) {
            shown.addObject()
                    .put("suite", example.suite())
                    .put("id", example.id())
                    .put("prompt", example.prompt())
                    .put("before", example.before())
                    .put("after", example.after());
        }
        ArrayNode limits = root.putArray("limits");
        limits().forEach(limits::add);
        ObjectNode origin = root.putObject("provenance");
        provenance.forEach(origin::put);
        root.put("command", command);
        return root;
    }

    /** The sentence at the top. */
    public String headline() {
        Map<Reading, Long> counts = comparison.suites().stream()
                .flatMap(suite -> suite.metrics().stream())
                .filter(metric -> metric.reading() != Reading.NOT_MEASURED)
                .collect(Collectors.groupingBy(MetricChange::reading, Collectors.counting()));
        return String.format(
                Locale.ROOT,
                "No gate was configured. Of %d metrics %d became better, %d worse, %d changed (neither way is better), %d"
                        + " show no clear change.",
                counts.values().stream().mapToLong(Long::longValue).sum(),
                counts.getOrDefault(Reading.BETTER, 0L),
                counts.getOrDefault(Reading.WORSE, 0L),
                counts.getOrDefault(Reading.CHANGED, 0L),
                counts.getOrDefault(Reading.NO_CLEAR_CHANGE, 0L));
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
            }
            if (metric.interval().isPresent() && metric.rose() + metric.fell() == 0) {
                notes.add(metric.definition().name() + ": no item changed.");
            }
        }
        suite.description().warnings().forEach(notes::add);
        return notes;
    }

    /** What could not have been seen. */
    public List<String> limits() {
        List<String> limits = new ArrayList<>();
        if (comparison.suites().stream().noneMatch(suite -> suite.heldOut() == HeldOut.YES)) {
            limits.add(
                    "No text scorer is known to be held out from training: reward hacking could not have been seen.");
        }
        limits.add("Verdicts are by 95 % intervals of each metric alone, without correction for looking at several.");
        limits.add("Nothing was measured besides these suites: "
                + comparison.suites().stream()
                        .map(suite -> suite.description().name())
                        .collect(Collectors.joining(", "))
                + ". What else the model can do was not measured.");
        return limits;
    }

    /** {@code lower}, {@code higher} or {@code towards 0.5}. */
    public static String direction(MetricDefinition definition) {
        return switch (definition.direction()) {
            case LOWER -> "lower";
            case HIGHER -> "higher";
            case TOWARDS -> "towards " + definition.target();
            case NEITHER -> "-";
        };
    }

    /** Four decimals; a dash for no value. */
    public static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    /** As {@link #number}, with a sign. */
    public static String signed(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%+.4f", value);
    }

    /** {@code [low, high]}; a dash for none. */
    public static String interval(Optional<Interval> interval) {
        return interval.map(i -> "[" + signed(i.low()) + ", " + signed(i.high()) + "]")
                .orElse("-");
    }

    /** For readers: {@code better}, {@code worse}, {@code changed}, {@code no clear change}. */
    public static String reading(Reading reading) {
        return reading.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
