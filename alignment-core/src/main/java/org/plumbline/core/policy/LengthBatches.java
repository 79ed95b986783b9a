package org.plumbline.core.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Sequences of similar length together, so that little is padded. */
final class LengthBatches {
    private LengthBatches() {}

    /**
     * Indices of the sequences, batch by batch, the longest first: their memory is the most that is needed.
     *
     * @param tokensPerCall most tokens of a batch with its padding, unless one sequence alone has more
     */
    static List<List<Integer>> of(List<long[]> sequences, int tokensPerCall) {
        Integer[] byLength = IntStream.range(0, sequences.size()).boxed().toArray(Integer[]::new);
        Arrays.sort(byLength, Comparator.comparingInt(i -> -sequences.get(i).length));
        List<List<Integer>> batches = new ArrayList<>();
        for (int from = 0; from < byLength.length; ) {
            int width = Math.max(1, sequences.get(byLength[from]).length);
            int to = Math.min(byLength.length, from + Math.max(1, tokensPerCall / width));
            batches.add(List.of(byLength).subList(from, to));
            from = to;
        }
        return batches;
    }
}
