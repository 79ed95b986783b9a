package org.plumbline.cli;

import java.util.Locale;
import org.plumbline.datasets.input.VisibleText;
import org.plumbline.reports.Comparison.HeldOut;
import org.plumbline.reports.Comparison.SuiteChange;
import org.plumbline.reports.MetricChange;
import org.plumbline.reports.TrainingCurve;
import org.plumbline.reports.gate.RuleResult;
import org.plumbline.reports.gate.Verdict;
import org.plumbline.reports.render.Judging;
import org.plumbline.reports.render.Labels;
import org.plumbline.reports.render.Report;

/** A report on one terminal screen. */
final class Screen {
    private static final String ROW = "%-38s %9s %9s %9s  %-20s %6s  %s";

    private Screen() {}

    static void show(Report report) {
        Terminal.data("");
        Terminal.data(String.format(
                Locale.ROOT, ROW, "metric (better)", "before", "after", "change", "95 % interval", "n", "reading"));
        for (SuiteChange suite : report.suites()) {
            Terminal.data(Labels.name(suite.description().name()) + " ("
                    + Labels.name(suite.description().variant()) + ")"
                    + (suite.heldOut() == HeldOut.NO ? " [scorer not held out]" : ""));
            for (MetricChange metric : suite.metrics()) {
                Terminal.data(String.format(
                        Locale.ROOT,
                        ROW,
                        "  " + Labels.name(metric.definition().name()) + " (" + Labels.direction(metric.definition())
                                + ")",
                        Labels.number(metric.before()),
                        Labels.number(metric.after()),
                        Labels.signed(metric.difference()),
                        Labels.interval(metric.interval()),
                        metric.pairs(),
                        Labels.reading(metric.reading())));
            }
        }
        for (TrainingCurve curve : report.curves()) {
            Terminal.data(String.format(
                    Locale.ROOT,
                    "%-38s %9s %9s",
                    curve.title(),
                    Labels.number(curve.start()),
                    Labels.number(curve.end())));
        }
        Terminal.data("");
        report.verdict().ifPresent(Screen::rules);
        Terminal.data(VisibleText.line(report.headline()));
    }

    /** A line for each rule. */
    static void rules(Verdict verdict) {
        int width = verdict.rules().stream()
                .mapToInt(rule -> Judging.name(rule).length())
                .max()
                .orElse(1);
        for (RuleResult rule : verdict.rules()) {
            Terminal.data(String.format(
                    Locale.ROOT,
                    "%-12s %-" + width + "s  %s",
                    rule.outcome().word(),
                    Judging.name(rule),
                    Judging.summary(rule)));
        }
    }
}
