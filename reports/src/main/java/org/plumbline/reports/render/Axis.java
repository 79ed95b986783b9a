package org.plumbline.reports.render;

import java.util.Arrays;
import java.util.Locale;

/** Maps values to pixels of a drawing; a value beyond the ends stays at the end. */
record Axis(double low, double high, double from, double to) {

    /** An axis over all finite values, with a margin of a twentieth on both sides. */
    static Axis over(double from, double to, double... values) {
        double low = Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
        double high = Arrays.stream(values).filter(Double::isFinite).max().orElse(1);
        double margin = high > low ? (high - low) / 20 : Math.max(Math.abs(low), 1) / 20;
        return new Axis(low - margin, high + margin, from, to);
    }

    /** The pixel of a value, with one decimal. */
    String at(double value) {
        double share = (Math.min(Math.max(value, low), high) - low) / (high - low);
        return String.format(Locale.ROOT, "%.1f", from + share * (to - from));
    }
}
