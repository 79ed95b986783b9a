package org.plumbline.cli;

import java.util.Locale;
import org.plumbline.reports.Comparison.HeldOut;
import org.plumbline.reports.Comparison.MetricChange;
import org.plumbline.reports.Comparison.SuiteChange;
import org.plumbline.reports.RunReport;
import org.plumbline.reports.TrainingCurve;

/** A report on one terminal screen. */
final class Screen {
    private static final String ROW = "%-38s %9s %9s %9s  %-20s %6s  %s";

    private Screen() {}

    static void show(RunReport report) {
        Terminal.data("");
        Terminal.data(String.format(
                Locale.ROOT, ROW, "metric (better)", "before", "after", "change", "95 % interval", "n", "verdict"));
        for (SuiteChange suite : report.comparison().suites()) {
            Terminal.data(
                    suite.description().name() + " (" + suite.description().variant() + ")"
                            + (suite.heldOut() == HeldOut.NO ? " [scorer not held out]" : ""));
            for (MetricChange metric : suite.metrics()) {
                Terminal.data(String.format(
                        Locale.ROOT,
                        ROW,
                        "  " + metric.definition().name() + " (" + RunReport.direction(metric.definition()) + ")",
                        RunReport.number(metric.before()),
                        RunReport.number(metric.after()),
                        RunReport.signed(metric.difference()),
                        RunReport.interval(metric.interval()),
                        metric.pairs(),
                        RunReport.reading(metric.reading())));
            }
        }
        for (TrainingCurve curve : report.curves()) {
            Terminal.data(String.format(
                    Locale.ROOT,
                    "%-38s %9s %9s",
                    curve.title(),
                    RunReport.number(curve.start()),
                    RunReport.number(curve.end())));
        }
        Terminal.data("");
        Terminal.data(report.headline());
    }
}
