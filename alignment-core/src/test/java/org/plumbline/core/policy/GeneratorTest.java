package org.plumbline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plumbline.core.model.Sampling;
import org.plumbline.core.policy.Generator.Generated;
import org.plumbline.core.policy.Generator.Request;
import org.plumbline.datasets.input.InputException;

class GeneratorTest {
    private static Policy policy;
    private static final List<Request> REQUESTS = new ArrayList<>();

    @BeforeAll
    static void load() {
        policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
        for (int i = 0; i < 9; i++) {
            long[] prompt = new long[1 + i * 2];
            for (int t = 0; t < prompt.length; t++) {
                prompt[t] = 10 + (7L * i + 13L * t) % 300;
            }
            REQUESTS.add(new Request(prompt, "item " + i, 0));
        }
    }

    @AfterAll
    static void close() {
        policy.close();
    }

    private static List<Generated> run(List<Request> requests, Sampling sampling, int batch, List<Long> end) {
        return new Generator(policy.network(), end, batch).generate(requests, sampling, () -> false);
    }

    private static List<List<Long>> tokens(List<Generated> generated) {
        return generated.stream()
                .map(g -> java.util.Arrays.stream(g.tokens()).boxed().toList())
                .toList();
    }

    @Test
    void batchingAndOrderChangeNothing() {
        Sampling sampling = new Sampling(40, 1, 0, 1, 5, 1);
        List<List<Long>> together = tokens(run(REQUESTS, sampling, 9, List.of()));
        assertThat(tokens(run(REQUESTS, sampling, 1, List.of()))).isEqualTo(together);
        assertThat(tokens(run(REQUESTS, sampling, 4, List.of()))).isEqualTo(together);
        List<Request> reversed = new ArrayList<>(REQUESTS);
        java.util.Collections.reverse(reversed);
        List<List<Long>> backwards = new ArrayList<>(tokens(run(reversed, sampling, 9, List.of())));
        java.util.Collections.reverse(backwards);
        assertThat(backwards).isEqualTo(together);
    }

    @Test
    void rowsThatEndLeaveTheBatchAndTheOthersGoOnUnchanged() {
        Sampling sampling = new Sampling(60, 1, 0, 1, 5, 1);
        List<Generated> free = run(REQUESTS, sampling, 9, List.of());
        // Any token can play end of sequence: take one that ends several rows at different times.
        List<Long> end = List.of(
                free.get(0).tokens()[3],
                free.get(1).tokens()[0],
                free.get(2).tokens()[20],
                free.get(5).tokens()[33]);
        List<Generated> stopped = run(REQUESTS, sampling, 9, end);
        int ended = 0;
        for (int row = 0; row < free.size(); row++) {
            long[] all = free.get(row).tokens();
            int length = 0;
            while (length < all.length && !end.contains(all[length])) {
                length++;
            }
            boolean shouldEnd = length < all.length;
            assertThat(stopped.get(row).ended()).as("row %d", row).isEqualTo(shouldEnd);
            assertThat(stopped.get(row).tokens())
                    .as("row %d", row)
                    .containsExactly(java.util.Arrays.copyOf(all, shouldEnd ? length + 1 : length));
            ended += shouldEnd ? 1 : 0;
        }
        assertThat(ended).isGreaterThanOrEqualTo(4);
    }

    @Test
    void drawsAndSeedsDiffer() {
        List<Request> draws =
                List.of(REQUESTS.get(0), new Request(REQUESTS.get(0).prompt(), "item 0", 1));
        List<List<Long>> two = tokens(run(draws, new Sampling(30, 1, 0, 1, 5, 1), 2, List.of()));
        assertThat(two.get(0)).isNotEqualTo(two.get(1));
        assertThat(tokens(run(draws, new Sampling(30, 1, 0, 1, 6, 1), 2, List.of())))
                .isNotEqualTo(two);
    }

    @Test
    void topOneIsGreedyAndSoIsATinyTopP() {
        List<List<Long>> greedy = tokens(run(REQUESTS, Sampling.greedy(20), 9, List.of()));
        assertThat(tokens(run(REQUESTS, new Sampling(20, 1, 1, 1, 5, 1), 9, List.of())))
                .isEqualTo(greedy);
        assertThat(tokens(run(REQUESTS, new Sampling(20, 1, 0, 1e-9, 5, 1), 9, List.of())))
                .isEqualTo(greedy);
    }

    @Test
    void sampledFrequenciesFollowTheModelAndTheFilters() {
        long[] prompt = REQUESTS.get(3).prompt();
        double[] p = nextTokenProbabilities(prompt);
        List<Request> many = new ArrayList<>();
        int n = 4000;
        for (int draw = 0; draw < n; draw++) {
            many.add(new Request(prompt, "frequency", draw));
        }
        assertFrequencies(p, run(many, new Sampling(1, 1, 0, 1, 3, 1), 500, List.of()));
        assertFrequencies(keep(p, 5, 1), run(many, new Sampling(1, 1, 5, 1, 3, 1), 500, List.of()));
        assertFrequencies(keep(p, p.length, 0.3), run(many, new Sampling(1, 1, 0, 0.3, 3, 1), 500, List.of()));
        assertFrequencies(keep(p, 20, 0.5), run(many, new Sampling(1, 1, 20, 0.5, 3, 1), 500, List.of()));
    }

    private static double[] nextTokenProbabilities(long[] prompt) {
        float[] logits = policy.network().logits(TokenSequence.of(prompt, new long[] {0}));
        double[] p = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(logits[i]);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    /** Top-k, renormalised, then the smallest set whose mass reaches topP. */
    private static double[] keep(double[] p, int topK, double topP) {
        Integer[] order = java.util.stream.IntStream.range(0, p.length)
                .boxed()
                .sorted((a, b) -> Double.compare(p[b], p[a]))
                .toArray(Integer[]::new);
        double kept = 0;
        for (int i = 0; i < topK; i++) {
            kept += p[order[i]];
        }
        double[] filtered = new double[p.length];
        double mass = 0;
        double total = 0;
        for (int i = 0; i < topK && mass < topP; i++) {
            filtered[order[i]] = p[order[i]] / kept;
            mass += p[order[i]] / kept;
            total += filtered[order[i]];
        }
        for (int i = 0; i < filtered.length; i++) {
            filtered[i] /= total;
        }
        return filtered;
    }

    /** Every count within five standard deviations of its binomial; impossible tokens never. */
    private static void assertFrequencies(double[] p, List<Generated> samples) {
        int[] counts = new int[p.length];
        samples.forEach(s -> counts[(int) s.tokens()[0]]++);
        int n = samples.size();
        for (int token = 0; token < p.length; token++) {
            if (p[token] == 0) {
                assertThat(counts[token]).as("token %d", token).isZero();
            } else {
                double spread = 5 * Math.sqrt(n * p[token] * (1 - p[token])) + 1;
                assertThat((double) counts[token])
                        .as("token %d with p %.4f", token, p[token])
                        .isBetween(n * p[token] - spread, n * p[token] + spread);
            }
        }
    }

    @Test
    void theContextLimitsLengthAndRefusesPromptsThatFillIt() {
        int context = policy.network().spec().contextTokens();
        Request nearlyFull = new Request(new long[context - 3], "long", 0);
        java.util.Arrays.fill(nearlyFull.prompt(), 20);
        List<Generated> generated = run(List.of(nearlyFull, REQUESTS.get(0)), Sampling.greedy(10), 2, List.of());
        assertThat(generated.get(0).tokens()).hasSize(3);
        assertThat(generated.get(1).tokens())
                .containsExactly(run(List.of(REQUESTS.get(0)), Sampling.greedy(10), 1, List.of())
                        .get(0)
                        .tokens());
        assertThatThrownBy(
                        () -> run(List.of(new Request(new long[context], "full", 0)), Sampling.greedy(1), 1, List.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("prompt full")
                .hasMessageContaining("context is " + context);
    }

    @Test
    void generationStopsWhenAsked() {
        int[] asked = {0};
        assertThatThrownBy(() -> new Generator(policy.network(), List.of(), 9)
                        .generate(REQUESTS, Sampling.greedy(200), () -> ++asked[0] > 2))
                .isInstanceOf(CancellationException.class);
        assertThat(asked[0]).isEqualTo(3);
    }

    @Test
    void uniformsAreEvenAndDependOnEachPartOfTheirKey() {
        Uniforms stream = Uniforms.of(1, "a", 0);
        double sum = 0;
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            assertThat(stream.at(i)).isBetween(0.0, 1.0).isLessThan(1);
            sum += stream.at(i);
        }
        assertThat(sum / n).isBetween(0.49, 0.51);
        assertThat(stream.at(7)).isEqualTo(Uniforms.of(1, "a", 0).at(7));
        assertThat(List.of(
                        Uniforms.of(2, "a", 0).at(7),
                        Uniforms.of(1, "b", 0).at(7),
                        Uniforms.of(1, "a", 1).at(7),
                        stream.at(8)))
                .doesNotContain(stream.at(7))
                .doesNotHaveDuplicates();
    }
}
