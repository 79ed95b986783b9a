package org.plumbline.reports.render;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.plumbline.datasets.input.VisibleText;
import org.plumbline.reports.Comparison.SuiteChange;
import org.plumbline.reports.Example;
import org.plumbline.reports.MetricChange;
import org.plumbline.reports.TrainingCurve;
import org.plumbline.reports.gate.Check;
import org.plumbline.reports.gate.Explanation;
import org.plumbline.reports.gate.RuleResult;

/** A report for a pull request or a job summary. Everything of unknown origin stands in a code span. */
public final class Markdown {
    private static final int TEXT = 300;

    private Markdown() {}

    /** The whole report. */
    public static String write(Report report) {
        StringBuilder text =
                new StringBuilder("# ").append(plain(report.title())).append("\n\n");
        text.append(report.verdict()
                        .map(verdict -> "**" + verdict.word() + "** " + plain(verdict.sentence()) + "\n\n")
                        .orElse(""))
                .append(report.verdict().isPresent() ? "" : plain(report.headline()) + "\n\n");
        report.verdict().ifPresent(verdict -> rules(text, verdict.rules()));
        for (SuiteChange suite : report.suites()) {
            suite(text, report, suite);
        }
        report.rewardHacking()
                .ifPresent(hacking -> text.append("## Reward and judges\n\n")
                        .append(plain(hacking.sentence()))
                        .append("\n\n"));
        if (!report.curves().isEmpty()) {
            text.append("## Training\n\n| | first tenth | last tenth |\n|---|---|---|\n");
            for (TrainingCurve curve : report.curves()) {
                row(text, List.of(curve.title(), Labels.number(curve.start()), Labels.number(curve.end())));
            }
            text.append('\n');
        }
        if (!report.examples().isEmpty()) {
            text.append("## Examples\n\n").append(Example.RULE).append("\n\n");
            for (Example example : report.examples()) {
                text.append("- ")
                        .append(code(example.suite()))
                        .append(' ')
                        .append(code(example.prompt()))
                        .append("\n  - before: ")
                        .append(code(example.before()))
                        .append("\n  - after: ")
                        .append(code(example.after()))
                        .append('\n');
            }
            text.append('\n');
        }
        text.append("## What this does not show\n\n");
        report.limits().forEach(limit -> text.append("- ").append(plain(limit)).append('\n'));
        text.append("\n## Provenance\n\n");
        report.provenance()
                .forEach((name, value) -> text.append("- ")
                        .append(plain(name))
                        .append(": ")
                        .append(code(value))
                        .append('\n'));
        text.append("- again: ").append(code(report.command())).append('\n');
        return text.toString();
    }

    private static void rules(StringBuilder text, List<RuleResult> rules) {
        text.append("| rule | verdict | measured | asked | interval | adjusted p | n (clusters) |\n");
        text.append("|---|---|---|---|---|---|---|\n");
        for (RuleResult rule : rules) {
            for (Check check : rule.checks()) {
                boolean same = check.subject().equals(rule.name());
                row(
                        text,
                        List.of(
                                same ? rule.name() : rule.name() + ": " + check.subject(),
                                check.outcome().word() + Labels.counted(rule, check),
                                check.estimate().isPresent()
                                        ? check.expression() + " = "
                                                + Labels.number(check.estimate().getAsDouble())
                                        : Explanation.reason(check),
                                check.requirement(),
                                Labels.interval(check.interval()),
                                check.estimate().isPresent() ? Explanation.pValue(check.adjustedP()) : "-",
                                check.items()
                                        + (check.clusters() == check.items() ? "" : " (" + check.clusters() + ")")));
            }
        }
        text.append('\n');
    }

    private static void suite(StringBuilder text, Report report, SuiteChange suite) {
        text.append("## ")
                .append(plain(suite.description().name()))
                .append(" (")
                .append(plain(suite.description().variant()))
                .append(")\n\n");
        text.append(
                "| metric | better | before | after | difference | 95 % interval | adjusted p | n (clusters) | reading |\n");
        text.append("|---|---|---|---|---|---|---|---|---|\n");
        for (MetricChange metric : suite.metrics()) {
            OptionalDouble adjusted = report.adjustedP(metric);
            row(
                    text,
                    List.of(
                            metric.definition().name(),
                            Labels.direction(metric.definition()),
                            Labels.number(metric.before()),
                            Labels.number(metric.after()),
                            Labels.signed(metric.difference()),
                            Labels.interval(metric.interval()),
                            adjusted.isPresent() && metric.interval().isPresent()
                                    ? Explanation.pValue(adjusted.getAsDouble())
                                    : "-",
                            metric.pairs()
                                    + (metric.clusters() == metric.pairs() ? "" : " (" + metric.clusters() + ")"),
                            Labels.reading(metric.reading())));
        }
        text.append('\n');
        report.notes(suite)
                .forEach(note -> text.append("- ").append(plain(note)).append('\n'));
        text.append('\n');
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append(cells.stream().map(Markdown::plain).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** Prose of unknown origin: one line in which nothing is markup, a link, a mention or HTML. */
    static String plain(String text) {
        String line = VisibleText.line(text, TEXT);
        StringBuilder escaped = new StringBuilder(line.length() + 16);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '<' || c == '>' || c == '&') {
                escaped.append(c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
            } else if (c == '@' || (c == ':' && line.startsWith("://", i))) {
                // An entity: GitHub makes neither a mention nor a link of it.
                escaped.append("&#").append((int) c).append(';');
            } else if ("\\`*_[]|~#$!".indexOf(c) >= 0 && !betweenLetters(line, i)) {
                escaped.append('\\').append(c);
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** An underscore inside a name is no emphasis, and reads better plain. */
    private static boolean betweenLetters(String line, int i) {
        return line.charAt(i) == '_'
                && i > 0
                && i + 1 < line.length()
                && Character.isLetterOrDigit(line.charAt(i - 1))
                && Character.isLetterOrDigit(line.charAt(i + 1));
    }

    /** A code span: one line without backticks. */
    static String code(String text) {
        String line = VisibleText.line(text, TEXT).replace('`', '\'');
        return line.isEmpty() ? "(nothing)" : "`" + line + "`";
    }
}
