package org.plumbline.core.jinja;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.List;

/** A Python range. */
record Range(BigInteger start, BigInteger stop, BigInteger step) {
    /** What Jinja's sandbox allows. */
    static final int LONGEST = 100_000;

    Range {
        if (step.signum() == 0) {
            throw PyError.value("range() arg 3 must not be zero");
        }
    }

    BigInteger length() {
        BigInteger span = step.signum() > 0 ? stop.subtract(start) : start.subtract(stop);
        if (span.signum() <= 0) {
            return BigInteger.ZERO;
        }
        return span.subtract(BigInteger.ONE).divide(step.abs()).add(BigInteger.ONE);
    }

    /** Its numbers; {@link #LONGEST} has been checked. */
    List<Object> items() {
        int size = length().intValueExact();
        return new AbstractList<>() {
            @Override
            public Object get(int index) {
                return start.add(step.multiply(BigInteger.valueOf(index)));
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    boolean contains(BigInteger value) {
        BigInteger offset = value.subtract(start);
        return offset.mod(step.abs()).signum() == 0
                && (step.signum() > 0
                        ? offset.signum() >= 0 && value.compareTo(stop) < 0
                        : offset.signum() <= 0 && value.compareTo(stop) > 0);
    }
}
