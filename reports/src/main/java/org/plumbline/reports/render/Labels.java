package org.plumbline.reports.render;

import java.util.Locale;
import java.util.Optional;
import org.plumbline.datasets.input.VisibleText;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.statistics.Interval;
import org.plumbline.reports.MetricChange.Reading;
import org.plumbline.reports.gate.Check;
import org.plumbline.reports.gate.RuleResult;

/** Numbers and words as all formats write them. */
public final class Labels {
    private static final int NAME = 120;
    private static final int TEXT = 600;

    private Labels() {}

    /** {@code lower}, {@code higher} or {@code towards 0.5}; a dash where neither way is better. */
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

    /** What the policy makes of a check that is not what it seems: {@code (allowed)}, {@code (counted as FAIL)}, or nothing. */
    public static String counted(RuleResult rule, Check check) {
        if (check.outcome().kind() != rule.outcome().kind()
                || rule.counted() == rule.outcome().kind()) {
            return "";
        }
        return rule.tolerated()
                ? " (allowed)"
                : " (counted as " + rule.counted().name().replace('_', ' ') + ")";
    }

    /** A name of unknown origin: one line, at most 120 characters, nothing invisible. */
    public static String name(String text) {
        return VisibleText.line(text, NAME);
    }

    /** A text of unknown origin: at most 600 characters, nothing invisible; {@code (nothing)} when it is blank. */
    public static String text(String text) {
        return text.isBlank() ? "(nothing)" : VisibleText.clipped(text, TEXT);
    }
}
