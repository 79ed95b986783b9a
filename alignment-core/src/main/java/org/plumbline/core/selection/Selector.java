package org.plumbline.core.selection;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.plumbline.core.model.Completion;
import org.plumbline.core.model.LanguageModel;
import org.plumbline.core.model.Prompt;
import org.plumbline.core.model.Sampling;
import org.plumbline.core.reward.RewardPipeline;
import org.plumbline.core.reward.RewardPipeline.Judgement;
import org.plumbline.core.reward.spi.RewardBatch;
import org.plumbline.datasets.PromptRecord;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/**
 * Samples several completions of each prompt, has them judged, and keeps what a rule asks for.
 *
 * <p>A draw is a function of (seed, prompt id, draw). One draw of a prompt and the same draw of its counterfactual twins are
 * judged as one batch, with nothing else in it. So the reward of a draw does not depend on how many there are, on batching, on
 * order or on the other prompts, and the draws of a prompt are independent, as best-of-n has it.
 *
 * <p>Under {@link Rule.Above} one draw is made of each prompt that is still open, until it is accepted or out of draws; twins
 * stay open together, since they are judged together.
 */
public final class Selector {
    private static final int DEFAULT_COMPLETIONS_PER_CALL = 128;

    private final LanguageModel model;
    private final RewardPipeline rewards;
    private final SelectionSettings settings;
    private int completionsPerCall = DEFAULT_COMPLETIONS_PER_CALL;

    /** A selector over a model and rewards, which stay the caller's to close. */
    public Selector(LanguageModel model, RewardPipeline rewards, SelectionSettings settings) {
        this.model = model;
        this.rewards = rewards;
        this.settings = settings;
    }

    /** Completions to ask the model for at once, at least 1; all draws of a prompt and its twins are never split. */
    public Selector completionsPerCall(int most) {
        this.completionsPerCall = most;
        return this;
    }

    /**
     * Selects for all prompts, in their order.
     *
     * @throws InputException when two prompts have the same id
     */
    public List<Selection> select(List<PromptRecord> prompts) {
        Map<PromptRecord, Selection> selections = new HashMap<>();
        run(prompts, () -> false, selection -> selections.put(selection.prompt(), selection));
        return prompts.stream()
                .map(prompt -> requireNonNull(selections.get(prompt)))
                .toList();
    }

    /**
     * Selects for all prompts, and tells of each prompt as soon as it is decided, twins one after the other.
     *
     * @param stop asked between calls of the model and of the rewards, and during generation where the model can stop; once
     *     true, what is not decided is dropped
     * @return whether all prompts were decided
     * @throws InputException when two prompts have the same id
     */
    public boolean run(List<PromptRecord> prompts, BooleanSupplier stop, SelectionListener listener) {
        List<Unit> open = units(prompts);
        int round = settings.rule() instanceof Rule.Above ? 1 : settings.draws();
        try {
            for (int first = 0; first < settings.draws() && !open.isEmpty(); first += round) {
                boolean last = first + round >= settings.draws();
                List<Unit> undecided = new ArrayList<>();
                for (List<Unit> chunk : chunks(open, round)) {
                    sample(chunk, first, round, stop);
                    listener.sampled(first + round);
                    for (Unit unit : chunk) {
                        if (stop.getAsBoolean()) {
                            return false;
                        }
                        unit.judge(first);
                        List<Selection> selections = unit.choose();
                        if (last || selections.stream().noneMatch(s -> s.outcome() instanceof Outcome.Rejected)) {
                            selections.forEach(listener::decided);
                        } else {
                            undecided.add(unit);
                        }
                    }
                }
                open = undecided;
            }
        } catch (CancellationException e) {
            return false;
        }
        return true;
    }

    private void sample(List<Unit> chunk, int first, int draws, BooleanSupplier stop) {
        Sampling sampling = settings.sampling().withSamplesPerPrompt(draws);
        List<Prompt> asked = chunk.stream()
                .flatMap(unit -> unit.members.stream())
                .map(prompt -> new Prompt(prompt.id(), prompt.text()))
                .toList();
        List<Completion> completions = model.generate(asked, sampling, first, stop);
        int next = 0;
        for (Unit unit : chunk) {
            for (List<Completion> drawn : unit.drawn) {
                drawn.addAll(completions.subList(next, next + draws));
                next += draws;
            }
        }
    }

    /** Prompts that are judged together: a pair's twins, or one alone. */
    private final class Unit {
        private final List<PromptRecord> members = new ArrayList<>();
        private final List<List<Completion>> drawn = new ArrayList<>();
        private final List<List<Candidate>> candidates = new ArrayList<>();

        void add(PromptRecord prompt) {
            members.add(prompt);
            drawn.add(new ArrayList<>());
            candidates.add(new ArrayList<>());
        }

        /** Judges the draws from {@code first} on, each with the same draw of the twins. */
        void judge(int first) {
            for (int draw = first; draw < drawn.get(0).size(); draw++) {
                List<RewardBatch.Item> items = new ArrayList<>();
                for (int i = 0; i < members.size(); i++) {
                    Completion completion = drawn.get(i).get(draw);
                    items.add(new RewardBatch.Item(
                            members.get(i),
                            completion.text(),
                            new long[0],
                            completion.finish() == Completion.Finish.END_OF_SEQUENCE,
                            List.of()));
                }
                List<Judgement> judgements = rewards.judge(RewardBatch.of(items, 0));
                for (int i = 0; i < members.size(); i++) {
                    candidates.get(i).add(new Candidate(drawn.get(i).get(draw), judgements.get(i)));
                }
            }
        }

        List<Selection> choose() {
            List<Selection> selections = new ArrayList<>();
            for (int i = 0; i < members.size(); i++) {
                selections.add(new Selection(
                        members.get(i), candidates.get(i), settings.rule().choose(candidates.get(i))));
            }
            return selections;
        }
    }

    /** In the order in which the first member comes up. */
    private List<Unit> units(List<PromptRecord> prompts) {
        Map<String, Unit> units = new LinkedHashMap<>();
        Set<String> ids = new HashSet<>();
        for (PromptRecord prompt : prompts) {
            if (!ids.add(prompt.id())) {
                throw new InputException(
                        Problem.of("prompt " + prompt.id(), "stands twice").accepted("unique ids"));
            }
            String name = prompt.pair().map(pair -> "pair " + pair).orElse("single " + prompt.id());
            units.computeIfAbsent(name, unused -> new Unit()).add(prompt);
        }
        return List.copyOf(units.values());
    }

    /** As many units as fill a call, at least one. */
    private List<List<Unit>> chunks(List<Unit> units, int draws) {
        List<List<Unit>> chunks = new ArrayList<>();
        List<Unit> chunk = new ArrayList<>();
        long completions = 0;
        for (Unit unit : units) {
            long more = (long) draws * unit.members.size();
            if (!chunk.isEmpty() && completions + more > completionsPerCall) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                completions = 0;
            }
            chunk.add(unit);
            completions += more;
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }
}
