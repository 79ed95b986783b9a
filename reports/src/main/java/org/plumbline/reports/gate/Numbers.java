package org.plumbline.reports.gate;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for readers. */
final class Numbers {
    private Numbers() {}

    /** At most four significant digits, no exponent, no zeros at the end. */
    static String plain(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return String.valueOf(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
}
