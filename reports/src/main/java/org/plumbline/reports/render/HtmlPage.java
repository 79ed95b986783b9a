package org.plumbline.reports.render;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.plumbline.core.model.ModelCard;
import org.plumbline.datasets.input.Resources;
import org.plumbline.eval.spi.MetricDefinition.Direction;
import org.plumbline.eval.spi.MetricDefinition.Kind;
import org.plumbline.eval.statistics.Interval;
import org.plumbline.eval.statistics.McNemar;
import org.plumbline.reports.Comparison.SuiteChange;
import org.plumbline.reports.ItemChange;
import org.plumbline.reports.MetricChange;
import org.plumbline.reports.MetricChange.Reading;
import org.plumbline.reports.gate.Check;
import org.plumbline.reports.gate.Explanation;
import org.plumbline.reports.gate.Outcome;
import org.plumbline.reports.gate.RuleResult;

/**
 * A report as one self-contained page: no request leaves it, and without scripts only the filter of the items is missing. This
 * class is what the template shows, ready to place: geometry and words, no markup.
 */
public final class HtmlPage {
    private static final String SCRIPT = Resources.text(HtmlPage.class, "report.js");
    private static final String STYLE = Resources.text(HtmlPage.class, "report.css");
    private static final int HASH = 12;

    private final Report report;
    private final Groups groups;

    private HtmlPage(Report report) {
        this.report = report;
        this.groups = Groups.of(report);
    }

    /** The whole page. */
    public static String write(Report report) {
        StringOutput output = new StringOutput(1 << 16);
        TemplateEngine.createPrecompiled(ContentType.Html).render("report.jte", new HtmlPage(report), output);
        return output.toString();
    }

    public Report report() {
        return report;
    }

    public String style() {
        return STYLE;
    }

    public String script() {
        return SCRIPT;
    }

    /** What the page may do: nothing but its own styles and its one script. */
    public String contentSecurityPolicy() {
        return "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + sha256(SCRIPT)
                + "'; base-uri 'none'; form-action 'none'";
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A model, with enough of its hash to tell it from another; the provenance has the whole. */
    public static String model(ModelCard card) {
        String hash = card.contentHash();
        String start =
                hash.substring(0, hash.offsetByCodePoints(0, Math.min(HASH, hash.codePointCount(0, hash.length()))));
        return Labels.name(card.id()) + " (sha256 " + Labels.name(start) + ")";
    }

    /** How many items both evaluations have, and how many of them failed. */
    public String items() {
        long all = report.suites().stream().mapToLong(s -> s.itemsAfter().all()).sum();
        long failed = report.suites().stream()
                .mapToLong(s -> s.itemsBefore().failed() + s.itemsAfter().failed())
                .sum();
        long unparsed = report.suites().stream()
                .mapToLong(s -> s.itemsBefore().unparsed() + s.itemsAfter().unparsed())
                .sum();
        return String.format(
                Locale.ROOT, "%,d items in each; failed %,d, unparsed %,d, of both together.", all, failed, unparsed);
    }

    /** What a reader of the suites must know, each note once with the suites that it is about. */
    public List<String> notes() {
        Map<String, List<String>> suites = new LinkedHashMap<>();
        report.suites()
                .forEach(suite -> report.notes(suite)
                        .forEach(note -> suites.computeIfAbsent(note, n -> new ArrayList<>())
                                .add(suite.description().name())));
        List<String> notes = new ArrayList<>();
        suites.forEach((note, names) -> notes.add(String.join(", ", names) + ": " + note));
        return notes;
    }

    /** {@code suite.metric} of a listed item. */
    public static String metric(ItemChange item) {
        return Labels.name(item.suite() + "." + item.metric());
    }

    /** The metrics of the listed items, each once. */
    public List<String> itemMetrics() {
        return report.items().stream().map(HtmlPage::metric).distinct().toList();
    }

    /** Changes by group. */
    public Groups groups() {
        return groups;
    }

    /** Class of the banner and of outcomes. */
    public static String css(Outcome.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A sign besides the colour. */
    public static String sign(Outcome.Kind kind) {
        return switch (kind) {
            case PASS -> "\u2713";
            case FAIL -> "\u2715";
            case INCONCLUSIVE -> "?";
            case NOT_RUN -> "\u2013";
        };
    }

    /** A sign besides the colour. */
    public static String sign(Reading reading) {
        return switch (reading) {
            case BETTER -> "\u25B2";
            case WORSE -> "\u25BC";
            case CHANGED -> "\u25C6";
            case NO_CLEAR_CHANGE -> "\u25CB";
            case NOT_MEASURED -> "\u2013";
        };
    }

    /** Class of a reading. */
    public static String css(Reading reading) {
        return reading.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * A row of the rules.
     *
     * @param first whether it opens the rule
     */
    public record RuleRow(RuleResult rule, Check check, boolean first) {}

    /** One row for each check. */
    public List<RuleRow> rules() {
        List<RuleRow> rows = new ArrayList<>();
        report.verdict()
                .ifPresent(verdict -> verdict.rules().forEach(rule -> {
                    for (int i = 0; i < rule.checks().size(); i++) {
                        rows.add(new RuleRow(rule, rule.checks().get(i), i == 0));
                    }
                }));
        return rows;
    }

    /** An interval against its bound, in a box of 200 x 22. */
    public record BoundPlot(String low, String high, String estimate, String bound, boolean above) {}

    /** Empty when nothing was measured. */
    public Optional<BoundPlot> plot(Check check) {
        if (check.estimate().isEmpty() || check.interval().isEmpty()) {
            return Optional.empty();
        }
        Interval interval = check.interval().get();
        double estimate = check.estimate().getAsDouble();
        Axis axis = Axis.over(4, 196, interval.low(), interval.high(), check.bound(), estimate);
        return Optional.of(new BoundPlot(
                axis.at(interval.low()),
                axis.at(interval.high()),
                axis.at(estimate),
                axis.at(check.bound()),
                check.above()));
    }

    /** Before and after of one metric, in a box of 200 x 22; the whisker is the interval of the difference, at the after. */
    public record Dumbbell(String before, String after, String low, String high, String from, String to) {}

    /** Empty when nothing was measured. Shares are drawn from 0 to 1. */
    public Optional<Dumbbell> dumbbell(MetricChange metric) {
        if (metric.pairs() == 0) {
            return Optional.empty();
        }
        double before = metric.before();
        double after = metric.after();
        double low = before + metric.interval().map(Interval::low).orElse(metric.difference());
        double high = before + metric.interval().map(Interval::high).orElse(metric.difference());
        boolean share = metric.definition().kind() == Kind.PROPORTION
                || metric.definition().kind() == Kind.SHARE;
        Axis axis = share ? new Axis(0, 1, 6, 194) : Axis.over(6, 194, before, after, low, high);
        return Optional.of(new Dumbbell(
                axis.at(before),
                axis.at(after),
                axis.at(low),
                axis.at(high),
                Labels.number(axis.low()),
                Labels.number(axis.high())));
    }

    /** Adjusted p of no change; a dash for none. */
    public String adjustedP(MetricChange metric) {
        OptionalDouble p = report.adjustedP(metric);
        return p.isEmpty() || metric.interval().isEmpty() ? "-" : Explanation.pValue(p.getAsDouble());
    }

    /** What the gate asks of a metric; a dash for nothing. */
    public String asked(SuiteChange suite, MetricChange metric) {
        String subject = suite.description().name() + "." + metric.definition().name();
        Set<String> asked = new LinkedHashSet<>();
        report.verdict()
                .ifPresent(verdict -> verdict.rules().stream()
                        .flatMap(rule -> rule.checks().stream())
                        .filter(check -> check.subject().equals(subject))
                        .forEach(check -> asked.add(check.requirement())));
        return asked.isEmpty() ? "-" : String.join("; ", asked);
    }

    /** {@code 96 (12)}: pairs, and clusters where they are fewer. */
    public static String count(int items, int clusters) {
        return clusters == items ? Integer.toString(items) : items + " (" + clusters + ")";
    }

    /** Harmful compliance against over-refusal, in a box of 260 x 260 with 0 at the lower left. */
    public record Plane(
            MetricChange harm,
            MetricChange refusal,
            String beforeX,
            String beforeY,
            String afterX,
            String afterY,
            String lowX,
            String highX,
            String lowY,
            String highY) {}

    /** Empty unless the refusal suite ran. */
    public Optional<Plane> plane() {
        for (SuiteChange suite : report.suites()) {
            Optional<MetricChange> harm = suite.metric("harmful_compliance").filter(m -> m.pairs() > 0);
            Optional<MetricChange> refusal = suite.metric("benign_refusal").filter(m -> m.pairs() > 0);
            if (harm.isPresent() && refusal.isPresent()) {
                Axis x = new Axis(0, 1, 36, 250);
                Axis y = new Axis(0, 1, 224, 10);
                return Optional.of(new Plane(
                        harm.get(),
                        refusal.get(),
                        x.at(refusal.get().before()),
                        y.at(harm.get().before()),
                        x.at(refusal.get().after()),
                        y.at(harm.get().after()),
                        x.at(end(refusal.get(), false)),
                        x.at(end(refusal.get(), true)),
                        y.at(end(harm.get(), false)),
                        y.at(end(harm.get(), true))));
            }
        }
        return Optional.empty();
    }

    private static double end(MetricChange metric, boolean high) {
        return metric.before()
                + metric.interval().map(i -> high ? i.high() : i.low()).orElse(metric.difference());
    }

    /** Items of one metric by what became of them. */
    public record Churn(String suite, MetricChange metric, int better, int worse, int same, String cells) {}

    /** One row for each metric that was measured and has a better side. */
    public List<Churn> churn() {
        List<Churn> rows = new ArrayList<>();
        for (SuiteChange suite : report.suites()) {
            for (MetricChange metric : suite.metrics()) {
                Direction direction = metric.definition().direction();
                if (metric.pairs() > 0 && (direction == Direction.LOWER || direction == Direction.HIGHER)) {
                    int better = direction == Direction.LOWER ? metric.fell() : metric.rose();
                    int worse = direction == Direction.LOWER ? metric.rose() : metric.fell();
                    rows.add(new Churn(
                            suite.description().name(),
                            metric,
                            better,
                            worse,
                            metric.pairs() - better - worse,
                            mcNemar(metric, better, worse)));
                }
            }
        }
        return rows;
    }

    private static String mcNemar(MetricChange metric, int better, int worse) {
        if (metric.definition().kind() != Kind.PROPORTION) {
            return "";
        }
        long ones = Math.round(metric.before() * metric.pairs());
        boolean lower = metric.definition().direction() == Direction.LOWER;
        long failing = (lower ? ones : metric.pairs() - ones) - better;
        return failing + " still failing, " + (metric.pairs() - better - worse - failing) + " still right; McNemar mid-"
                + Explanation.p(McNemar.midP(better, worse))
                + (metric.clusters() < metric.pairs() ? " as if items were independent" : "");
    }
}
