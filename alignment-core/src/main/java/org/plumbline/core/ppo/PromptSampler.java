package org.plumbline.core.ppo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.plumbline.datasets.PromptRecord;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** Endless shuffled prompts in batches; counterfactual twins always come in the same batch. */
final class PromptSampler {
    private final List<List<PromptRecord>> all;
    private final List<List<PromptRecord>> units;
    private final ResumableRandom random;
    private final Deque<List<PromptRecord>> waiting = new ArrayDeque<>();

    /**
     * Over prompts whose twins fit into a batch.
     *
     * @param batchSize responses in a batch
     * @throws InputException when twins do not fit
     */
    PromptSampler(List<PromptRecord> prompts, int batchSize, int responsesPerPrompt, long seed) {
        Map<String, List<PromptRecord>> byPair = new LinkedHashMap<>();
        for (PromptRecord prompt : prompts) {
            String unit = prompt.pair().map(pair -> "pair " + pair).orElse("single " + prompt.id());
            byPair.computeIfAbsent(unit, u -> new ArrayList<>()).add(prompt);
        }
        byPair.forEach((unit, members) -> {
            int needed = members.size() * responsesPerPrompt;
            if (needed > batchSize) {
                String each = responsesPerPrompt == 1 ? "" : ", each with " + responsesPerPrompt + " responses";
                throw new InputException(Problem.of(
                                "ppo.batch-size",
                                "is " + batchSize + ", but " + unit + " has " + members.size()
                                        + " prompts that belong into one batch" + each)
                        .next("raise batch-size to " + needed + " or more"));
            }
        });
        this.all = List.copyOf(byPair.values());
        this.units = new ArrayList<>(all);
        this.random = new ResumableRandom(seed);
    }

    /**
     * The next batch: {@code size} prompts, fewer only when no unit that is left in this round fits. A unit that does not fit
     * comes first in the next batch, so that every prompt comes up once a round.
     */
    List<PromptRecord> next(int size) {
        List<PromptRecord> batch = new ArrayList<>();
        Deque<List<PromptRecord>> postponed = new ArrayDeque<>();
        while (batch.size() < size) {
            if (waiting.isEmpty()) {
                if (!postponed.isEmpty()) {
                    break;
                }
                Collections.shuffle(units, random);
                waiting.addAll(units);
            }
            List<PromptRecord> unit = waiting.removeFirst();
            if (unit.size() <= size - batch.size()) {
                batch.addAll(unit);
            } else {
                postponed.add(unit);
            }
        }
        while (!postponed.isEmpty()) {
            waiting.addFirst(postponed.removeLast());
        }
        return batch;
    }

    /**
     * Where it stands.
     *
     * @param order of the units, by their number in the data
     * @param waiting units of this round that have not come up
     * @param random state of the shuffler
     */
    record State(List<Integer> order, List<Integer> waiting, long random) {}

    State state() {
        Map<List<PromptRecord>, Integer> numbers = new IdentityHashMap<>();
        IntStream.range(0, all.size()).forEach(i -> numbers.put(all.get(i), i));
        return new State(
                units.stream().map(numbers::get).toList(),
                waiting.stream().map(numbers::get).toList(),
                random.state());
    }

    void restore(State state) {
        units.clear();
        state.order().forEach(i -> units.add(all.get(i)));
        waiting.clear();
        state.waiting().forEach(i -> waiting.add(all.get(i)));
        random.restore(state.random());
    }
}
