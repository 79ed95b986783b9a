package org.plumbline.eval.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Adjusted p-values of a family of tests. */
public final class MultipleTesting {
    private MultipleTesting() {}

    /**
     * Holm's step-down adjustment (Holm 1979): rejecting what is at most alpha keeps the chance of any false rejection in the
     * family at most alpha, however the tests depend on each other.
     */
    public static double[] holm(double... p) {
        List<Integer> order = ascending(p);
        double[] adjusted = new double[p.length];
        double largest = 0;
        for (int rank = 0; rank < p.length; rank++) {
            int test = order.get(rank);
            largest = Math.max(largest, Math.min(1, (p.length - rank) * p[test]));
            adjusted[test] = largest;
        }
        return adjusted;
    }

    /**
     * Benjamini and Hochberg's step-up adjustment (1995): for exploring, it bounds the expected share of false discoveries.
     */
    public static double[] benjaminiHochberg(double... p) {
        List<Integer> order = ascending(p);
        double[] adjusted = new double[p.length];
        double smallest = 1;
        for (int rank = p.length - 1; rank >= 0; rank--) {
            int test = order.get(rank);
            smallest = Math.min(smallest, p.length * p[test] / (rank + 1));
            adjusted[test] = smallest;
        }
        return adjusted;
    }

    private static List<Integer> ascending(double[] p) {
        return IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .toList();
    }
}
