package org.plumbline.core.policy;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.plumbline.core.model.Sampling;
import org.plumbline.core.torch.TorchProgram;
import org.plumbline.core.torch.TorchScope;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** Batched generation: prefill, then decode calls of a few tokens with the cache held natively. */
final class Generator {
    /** Tokens in one decode call: long enough to hide the call, short enough to stop within a moment. */
    private static final int TOKENS_PER_CALL = 16;

    /** What to continue; item and draw name the stream of randomness. */
    @SuppressWarnings("ArrayRecordComponent")
    record Request(long[] prompt, String item, int draw) {}

    /** New tokens, the end-of-sequence token included when {@code ended}. */
    @SuppressWarnings("ArrayRecordComponent")
    record Generated(long[] tokens, boolean ended) {}

    private final Network network;
    private final long[] endIds;
    private final int batchSize;

    Generator(Network network, List<Long> endIds, int batchSize) {
        this.network = network;
        this.endIds = endIds.stream().mapToLong(Long::longValue).toArray();
        this.batchSize = batchSize;
    }

    /**
     * Continues every request, in order.
     *
     * @param stop asked between decode calls; when true the work ends with {@link CancellationException}
     */
    List<Generated> generate(List<Request> requests, Sampling sampling, BooleanSupplier stop) {
        int context = network.spec().contextTokens();
        for (Request request : requests) {
            if (request.prompt().length >= context) {
                throw new InputException(Problem.of(
                                "prompt " + request.item(),
                                "has " + request.prompt().length + " tokens; the model's context is " + context)
                        .next("shorten the prompt"));
            }
        }
        Integer[] byLength = IntStream.range(0, requests.size()).boxed().toArray(Integer[]::new);
        Arrays.sort(byLength, Comparator.comparingInt(i -> -requests.get(i).prompt().length));
        Generated[] results = new Generated[requests.size()];
        IValue packed = network.runtime().call(scope -> network.program().run("pack", network.asList()));
        try {
            for (int from = 0; from < byLength.length; from += batchSize) {
                List<Integer> chosen = List.of(byLength).subList(from, Math.min(byLength.length, from + batchSize));
                Batch batch = new Batch(chosen.stream().map(requests::get).toList(), sampling, context);
                batch.run(packed, stop);
                for (int i = 0; i < chosen.size(); i++) {
                    results[chosen.get(i)] = batch.result(i);
                }
            }
        } finally {
            network.runtime().call(scope -> {
                packed.close();
                return true;
            });
        }
        return List.of(results);
    }

    /** One left-padded batch on its way. */
    private final class Batch {
        private final List<Request> requests;
        private final Sampling sampling;
        private final int width;
        private final int maxNew;
        private final long[][] tokens;
        private final int[] lengths;
        private final boolean[] ended;
        private final int[] limits;
        private final Uniforms[] uniforms;
        /** Rows of the native batch, as indices of requests. */
        private int[] rows;

        Batch(List<Request> requests, Sampling sampling, int context) {
            this.requests = requests;
            this.sampling = sampling;
            int n = requests.size();
            width = requests.stream().mapToInt(r -> r.prompt().length).max().orElse(0);
            limits = requests.stream()
                    .mapToInt(r -> Math.min(sampling.maxNewTokens(), context - r.prompt().length))
                    .toArray();
            maxNew = Arrays.stream(limits).max().orElse(0);
            tokens = new long[n][maxNew];
            lengths = new int[n];
            ended = new boolean[n];
            uniforms = requests.stream()
                    .map(r -> Uniforms.of(sampling.seed(), r.item(), r.draw()))
                    .toArray(Uniforms[]::new);
            rows = IntStream.range(0, n).toArray();
        }

        void run(IValue packed, BooleanSupplier stop) {
            IValue state = network.runtime().call(scope -> prefill(scope, packed));
            int done = 1;
            try {
                while (done < maxNew && anyActive()) {
                    if (stop.getAsBoolean()) {
                        throw new CancellationException("generation was stopped");
                    }
                    int first = done;
                    IValue current = state;
                    state = network.runtime().call(scope -> dropFinished(scope, current));
                    IValue kept = state;
                    int produced = network.runtime().call(scope -> decode(scope, packed, kept, first));
                    done += produced;
                    if (produced == 0) {
                        break;
                    }
                }
            } finally {
                IValue last = state;
                network.runtime().call(scope -> {
                    last.close();
                    return true;
                });
            }
        }

        private IValue prefill(TorchScope scope, IValue packed) {
            int n = requests.size();
            long[] ids = new long[n * width];
            long[] mask = new long[n * width];
            for (int row = 0; row < n; row++) {
                long[] prompt = requests.get(row).prompt();
                int start = (row + 1) * width - prompt.length;
                System.arraycopy(prompt, 0, ids, start, prompt.length);
                Arrays.fill(mask, start, start + prompt.length, 1);
            }
            double[] draws = Arrays.stream(uniforms).mapToDouble(u -> u.at(0)).toArray();
            IValue state = network.program()
                    .runWith(
                            List.of(packed),
                            "prefill",
                            IValue.from(scope.longs(ids, n, width)),
                            IValue.from(scope.longs(mask, n, width)),
                            IValue.from(scope.doubles(draws, n)),
                            IValue.from((long) maxNew),
                            IValue.from(sampling.temperature()),
                            IValue.from((long) sampling.topK()),
                            IValue.from(sampling.topP()));
            PtNDArray first = TorchProgram.tensor(network.program().runWith(List.of(state), "first_tokens"), scope);
            take(first.toLongArray(), 1);
            return state;
        }

        /** Rows that have ended leave the batch once they are a quarter of it: the cache is copied then. */
        private IValue dropFinished(TorchScope scope, IValue state) {
            int[] active = Arrays.stream(rows).filter(this::active).toArray();
            if (active.length == rows.length || (rows.length - active.length) * 4 < rows.length) {
                return state;
            }
            long[] positions = IntStream.range(0, rows.length)
                    .filter(i -> active(rows[i]))
                    .asLongStream()
                    .toArray();
            IValue smaller = network.program()
                    .runWith(List.of(state), "keep_rows", IValue.from(scope.longs(positions, positions.length)));
            state.close();
            rows = active;
            return smaller;
        }

        private int decode(TorchScope scope, IValue packed, IValue state, int first) {
            int steps = Math.min(TOKENS_PER_CALL, maxNew - first);
            double[] draws = new double[rows.length * steps];
            for (int i = 0; i < rows.length; i++) {
                for (int t = 0; t < steps; t++) {
                    draws[i * steps + t] = uniforms[rows[i]].at(first + t);
                }
            }
            PtNDArray produced = TorchProgram.tensor(
                    network.program()
                            .runWith(
                                    List.of(packed, state),
                                    "decode",
                                    IValue.from(scope.doubles(draws, rows.length, steps)),
                                    IValue.from((long) width + first - 1),
                                    IValue.from(sampling.temperature()),
                                    IValue.from((long) sampling.topK()),
                                    IValue.from(sampling.topP()),
                                    IValue.listFrom(endIds)),
                    scope);
            int count = Math.toIntExact(produced.getShape().get(1));
            take(produced.toLongArray(), count);
            return count;
        }

        /** Appends [rows, count] tokens to the rows that still run. */
        private void take(long[] produced, int count) {
            for (int i = 0; i < rows.length; i++) {
                int row = rows[i];
                for (int t = 0; t < count && active(row); t++) {
                    long token = produced[i * count + t];
                    tokens[row][lengths[row]++] = token;
                    ended[row] = Arrays.stream(endIds).anyMatch(id -> id == token);
                }
            }
        }

        private boolean active(int row) {
            return !ended[row] && lengths[row] < limits[row];
        }

        private boolean anyActive() {
            return Arrays.stream(rows).anyMatch(this::active);
        }

        Generated result(int row) {
            return new Generated(Arrays.copyOf(tokens[row], lengths[row]), ended[row]);
        }
    }
}
