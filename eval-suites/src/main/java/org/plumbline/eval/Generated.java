package org.plumbline.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.plumbline.core.model.Completion;
import org.plumbline.core.model.LanguageModel;
import org.plumbline.core.model.Prompt;
import org.plumbline.core.model.Sampling;
import org.plumbline.datasets.PromptRecord;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.eval.spi.ItemResult;

/** What suites share that judge sampled completions: an item is one prompt, or several that belong together. */
final class Generated {
    private static final int COMPLETIONS_PER_CALL = 128;

    private Generated() {}

    /** Numbers behind the values, and the outcome. */
    record Judgement(Map<String, Double> details, ItemResult.Outcome outcome) {}

    /** Judges the completions of an item, a list for each of its prompts. */
    interface Judge {
        Judgement judge(List<PromptRecord> item, List<List<String>> completions);
    }

    /** Prompts as items of their own. */
    static List<List<PromptRecord>> singles(List<PromptRecord> prompts) {
        return prompts.stream().map(List::of).toList();
    }

    static List<ItemResult> run(
            LanguageModel model, List<List<PromptRecord>> items, Sampling sampling, Judge judge, IntConsumer progress) {
        int prompts = items.stream().mapToInt(List::size).max().orElse(1);
        return Chunks.run(
                items,
                Math.max(1, COMPLETIONS_PER_CALL / (prompts * sampling.samplesPerPrompt())),
                chunk -> probe(model, chunk, sampling, judge),
                (item, failed) -> result(item, List.of(), new Judgement(Map.of(), failed)),
                progress);
    }

    private static List<ItemResult> probe(
            LanguageModel model, List<List<PromptRecord>> chunk, Sampling sampling, Judge judge) {
        List<Prompt> asked = chunk.stream()
                .flatMap(List::stream)
                .map(p -> new Prompt(p.id(), p.text()))
                .toList();
        List<Completion> completions = model.generate(asked, sampling);
        int k = sampling.samplesPerPrompt();
        List<ItemResult> results = new ArrayList<>();
        int from = 0;
        for (List<PromptRecord> item : chunk) {
            List<List<String>> texts = new ArrayList<>();
            for (int i = 0; i < item.size(); i++, from += k) {
                texts.add(completions.subList(from, from + k).stream()
                        .map(Completion::text)
                        .toList());
            }
            results.add(result(item, texts, judge.judge(item, texts)));
        }
        return results;
    }

    private static ItemResult result(List<PromptRecord> item, List<List<String>> texts, Judgement judgement) {
        PromptRecord first = item.get(0);
        String id = item.size() == 1 ? first.id() : first.pair().orElse(first.id());
        return new ItemResult(
                id,
                first.cluster().orElse(id),
                first.category().orElse(""),
                item.stream().map(PromptRecord::text).collect(Collectors.joining("\n")),
                outputs(item, texts),
                judgement.details(),
                judgement.outcome());
    }

    /** Completions of one prompt; of several, whole texts, the prompts taking turns. */
    private static List<String> outputs(List<PromptRecord> item, List<List<String>> texts) {
        if (item.size() == 1) {
            return texts.stream().flatMap(List::stream).toList();
        }
        List<String> outputs = new ArrayList<>();
        for (int draw = 0; !texts.isEmpty() && draw < texts.get(0).size(); draw++) {
            for (int i = 0; i < item.size(); i++) {
                outputs.add(item.get(i).text() + texts.get(i).get(draw));
            }
        }
        return outputs;
    }

    /** Reads {@code samples-per-prompt}, {@code max-new-tokens}, {@code temperature}, {@code top-k}, {@code top-p}, {@code seed}. */
    static Sampling sampling(ConfigNode options, int samplesPerPrompt, int maxNewTokens) {
        return new Sampling(
                options.integer("max-new-tokens", maxNewTokens, 1, 1_000_000),
                options.number("temperature", 1, 0, 100),
                options.integer("top-k", 0, 0, 1_000_000),
                options.number("top-p", 1, 1e-9, 1),
                options.longInteger("seed", 0),
                options.integer("samples-per-prompt", samplesPerPrompt, 1, 10_000));
    }

    /** For listings. */
    static String options(int samplesPerPrompt, int maxNewTokens) {
        return "samples-per-prompt (" + samplesPerPrompt + "), max-new-tokens (" + maxNewTokens
                + "), temperature (1), top-k, top-p, seed";
    }

    static Map<String, String> decoding(Sampling sampling) {
        Map<String, String> decoding = new LinkedHashMap<>();
        decoding.put("samples_per_prompt", Integer.toString(sampling.samplesPerPrompt()));
        decoding.put("max_new_tokens", Integer.toString(sampling.maxNewTokens()));
        decoding.put("temperature", Double.toString(sampling.temperature()));
        decoding.put("top_k", Integer.toString(sampling.topK()));
        decoding.put("top_p", Double.toString(sampling.topP()));
        decoding.put("seed", Long.toString(sampling.seed()));
        return decoding;
    }
}
