package org.plumbline.core.policy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.chat.ChatForm;
import org.plumbline.core.chat.ChatTemplate;
import org.plumbline.core.checkpoint.CheckpointDirectory;
import org.plumbline.core.checkpoint.Tokenizer;
import org.plumbline.core.model.Capability;
import org.plumbline.core.model.Completion;
import org.plumbline.core.model.Continuation;
import org.plumbline.core.model.LanguageModel;
import org.plumbline.core.model.LogLikelihood;
import org.plumbline.core.model.ModelCard;
import org.plumbline.core.model.Prompt;
import org.plumbline.core.model.Sampling;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** A checkpoint in this process: it can be probed, and trained through the trainers of {@code org.plumbline.core.ppo}. */
public final class Policy implements LanguageModel {
    /** Rows of one generation batch unless the caller says otherwise. */
    public static final int DEFAULT_BATCH_SIZE = 32;

    private final CheckpointDirectory checkpoint;
    private final Optional<AdapterDirectory> adapter;
    private final Network network;
    private final Tokenizer tokenizer;
    private final Optional<ChatForm> chat;
    private final boolean owner;
    private List<Long> endIds;
    private @Nullable ModelCard card;
    private int batchSize = DEFAULT_BATCH_SIZE;

    private Policy(
            CheckpointDirectory checkpoint,
            Optional<AdapterDirectory> adapter,
            Network network,
            Tokenizer tokenizer,
            Optional<ChatForm> chat,
            List<Long> endIds,
            boolean owner) {
        this.owner = owner;
        this.checkpoint = checkpoint;
        this.adapter = adapter;
        this.network = network;
        this.tokenizer = tokenizer;
        this.chat = chat;
        this.endIds = endIds;
    }

    /** Loads a model directory as {@link #load(Path, TorchRuntime, LoadOptions)} does by default. */
    public static Policy load(Path directory, TorchRuntime runtime) {
        return load(directory, runtime, LoadOptions.defaults());
    }

    /**
     * Loads a Hugging Face model directory, or a PEFT directory with the base model that it names. Weights that are stored
     * as they are computed with are mapped, not copied.
     *
     * @throws InputException when a file is missing or damaged, or the architecture is not supported
     */
    public static Policy load(Path directory, TorchRuntime runtime, LoadOptions options) {
        Optional<AdapterDirectory> adapter = options.adapter()
                .or(() -> AdapterDirectory.isOne(directory) ? Optional.of(directory) : Optional.empty())
                .map(AdapterDirectory::open);
        Path base = adapter.filter(a -> options.adapter().isEmpty())
                .map(AdapterDirectory::base)
                .orElse(directory);
        CheckpointDirectory checkpoint = CheckpointDirectory.open(base);
        List<Long> endIds = checkpoint.endOfSequenceIds();
        Optional<ChatForm> chat = options.chat().map(settings -> ChatForm.of(speaking(adapter, base), settings));
        // Trainers save the tokenizer and the template that they used beside the adapter.
        Tokenizer tokenizer = Tokenizer.load(adapter.map(AdapterDirectory::path)
                .filter(path -> Files.isRegularFile(path.resolve("tokenizer.json")))
                .orElse(base));
        try {
            Network network = Network.load(runtime, checkpoint, adapter, options.precision());
            requireInVocabulary(network, tokenizer, endIds, base);
            return new Policy(checkpoint, adapter, network, tokenizer, chat, endIds, true);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private static Path speaking(Optional<AdapterDirectory> adapter, Path base) {
        return adapter.map(AdapterDirectory::path)
                .filter(path -> ChatTemplate.find(path).isPresent())
                .orElse(base);
    }

    private static void requireInVocabulary(Network network, Tokenizer tokenizer, List<Long> endIds, Path directory) {
        int size = network.spec().vocabularySize();
        List<Long> ids = new ArrayList<>(endIds);
        tokenizer.beginning().ifPresent(ids::add);
        for (long id : ids) {
            if (id < 0 || id >= size) {
                network.close();
                throw new InputException(Problem.at(
                        directory, "names the special token id " + id + ", but config.json says vocab_size " + size));
            }
        }
    }

    /** Tokens of a prompt, up to where the model begins to speak. */
    long[] encodePrompt(Prompt prompt) {
        return requireInVocabulary(
                prompt.id(),
                chat.map(form -> tokenizer.encodeRendered(form.ask(prompt.text())))
                        .orElseGet(() -> tokenizer.encodePrompt(prompt.text())));
    }

    /** Tokens of a text that is nobody's prompt. */
    long[] encodeText(String text) {
        return requireInVocabulary("text", tokenizer.encodePrompt(text));
    }

    /** Without a prompt there is nothing that a user says: such a text stays as it is. */
    private Tokenizer.Pair encodePair(Continuation continuation) {
        if (chat.isEmpty() || continuation.prompt().isEmpty()) {
            return tokenizer.encodePair(continuation.prompt(), continuation.completion());
        }
        String asked = chat.get().ask(continuation.prompt());
        long[] tokens = tokenizer.encodeRendered(asked + continuation.completion());
        int start = tokenizer.encodeRendered(asked).length;
        return new Tokenizer.Pair(tokens, Math.min(Math.max(start, 1), tokens.length));
    }

    /** A tokenizer of a larger vocabulary than the model's must not reach the embedding. */
    private long[] requireInVocabulary(String item, long[] tokens) {
        int size = network.spec().vocabularySize();
        for (long token : tokens) {
            if (token >= size) {
                throw new InputException(Problem.of(
                                "item " + item,
                                "has token id " + token + ", but the model's vocabulary has " + size + " tokens")
                        .next("use the tokenizer.json that belongs to the model"));
            }
        }
        return tokens;
    }

    /** Rows in one generation batch, at least 1. */
    public Policy batchSize(int rows) {
        this.batchSize = rows;
        return this;
    }

    /** Never ends a sequence early: completions get all their tokens. For measurements of fixed length. */
    public Policy ignoringEnd() {
        this.endIds = List.of();
        return this;
    }

    @Override
    public ModelCard card() {
        if (card == null) {
            card = readCard();
        }
        return card;
    }

    private ModelCard readCard() {
        Path name = adapter.map(AdapterDirectory::path)
                .orElse(checkpoint.path())
                .toAbsolutePath()
                .normalize()
                .getFileName();
        return new ModelCard(
                name == null ? "model" : name.toString(),
                checkpoint.contentHash(adapter.map(AdapterDirectory::files).orElse(List.of())),
                network.spec().architecture(),
                network.spec().parameterCount(),
                network.spec().contextTokens());
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> all = EnumSet.of(Capability.GENERATE, Capability.LOG_LIKELIHOOD);
        chat.ifPresent(form -> all.add(Capability.CHAT));
        return all;
    }

    @Override
    public Map<String, String> conditions() {
        Map<String, String> conditions = new LinkedHashMap<>();
        chat.ifPresent(form -> conditions.putAll(form.description()));
        if (precision() != Precision.FLOAT32) {
            conditions.put("precision", precision().name().toLowerCase(Locale.ROOT));
        }
        return conditions;
    }

    @Override
    public List<Completion> generate(List<Prompt> prompts, Sampling sampling) {
        return generate(prompts, sampling, 0, () -> false);
    }

    @Override
    public List<Completion> generate(List<Prompt> prompts, Sampling sampling, int firstDraw, BooleanSupplier stop) {
        List<Generator.Request> requests = new ArrayList<>();
        for (Prompt prompt : prompts) {
            long[] tokens = encodePrompt(prompt);
            for (int draw = firstDraw; draw < firstDraw + sampling.samplesPerPrompt(); draw++) {
                requests.add(new Generator.Request(tokens, prompt.id(), draw));
            }
        }
        List<Generator.Generated> generated =
                new Generator(network, endIds, batchSize).generate(requests, sampling, stop);
        List<Completion> completions = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Generator.Request request = requests.get(i);
            Generator.Generated result = generated.get(i);
            completions.add(new Completion(
                    request.item(),
                    request.draw(),
                    tokenizer.decodeAfter(request.prompt(), result.tokens()),
                    result.tokens().length,
                    result.ended() ? Completion.Finish.END_OF_SEQUENCE : Completion.Finish.LENGTH));
        }
        return completions;
    }

    @Override
    public List<LogLikelihood> logLikelihood(List<Continuation> continuations) {
        List<TokenSequence> sequences = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Continuation continuation : continuations) {
            Tokenizer.Pair pair = encodePair(continuation);
            if (pair.tokens().length > network.spec().contextTokens()) {
                problems.add(Problem.of(
                                "item " + continuation.id(),
                                "has " + pair.tokens().length + " tokens; the model's context is "
                                        + network.spec().contextTokens())
                        .next("shorten it or leave it out"));
            } else {
                requireInVocabulary(continuation.id(), pair.tokens());
                sequences.add(new TokenSequence(pair.tokens(), pair.completionStart()));
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return network.score(sequences, List.of(), 1, false).stream()
                .map(Policy::summed)
                .toList();
    }

    private static LogLikelihood summed(Network.Scores scores) {
        double sum = 0;
        boolean greedy = true;
        for (int i = 0; i < scores.logprobs().length; i++) {
            sum += scores.logprobs()[i];
            greedy &= scores.greedy()[i];
        }
        if (Double.isNaN(sum)) {
            throw new NonFiniteException("the model gives log-probs that are not numbers: its weights are damaged");
        }
        return new LogLikelihood(sum, scores.logprobs().length, greedy);
    }

    /**
     * Number of tokens of a prompt.
     *
     * @throws InputException when a token is outside the model's vocabulary
     */
    public int countTokens(Prompt prompt) {
        return encodePrompt(prompt).length;
    }

    /**
     * Checks that prompts leave room for an answer in the model's context.
     *
     * @param what how messages call a prompt
     * @throws InputException naming each that does not, or has a token outside the model's vocabulary
     */
    public void requireRoom(String what, List<Prompt> prompts) {
        int context = network.spec().contextTokens();
        List<Problem> problems = new ArrayList<>();
        for (Prompt prompt : prompts) {
            int tokens = countTokens(prompt);
            if (tokens >= context) {
                problems.add(Problem.of(
                                what + " " + prompt.id(),
                                "has " + tokens + " tokens; the model's context is " + context)
                        .next("shorten it or leave it out"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }

    /** Tokens that it can say. */
    public int vocabularySize() {
        return network.spec().vocabularySize();
    }

    /** The adapter that it was loaded with. */
    Optional<AdapterDirectory> adapter() {
        return adapter;
    }

    /** The device that it runs on. */
    public TorchRuntime runtime() {
        return network.runtime();
    }

    /** Whether a template for conversations lies beside the model. */
    public boolean hasChatTemplate() {
        return ChatTemplate.find(speaking(adapter, checkpoint.path())).isPresent();
    }

    /** The type that it computes in: FLOAT32 or BFLOAT16. */
    public Precision precision() {
        return network.precision();
    }

    /**
     * Writes the model, an adapter added to its weights, as a Hugging Face directory in float32; it replaces an older one
     * once it is complete.
     */
    public void saveAs(Path target) {
        network.runtime().call(unused -> {
            checkpoint.saveAs(target, network.merged(), adapter.map(AdapterDirectory::path), nothing -> {});
            return true;
        });
    }

    /** This policy over other weights of the same shapes, which stay their owner's: closing it closes nothing. */
    LanguageModel withNetwork(Network other) {
        Policy view = new Policy(checkpoint, adapter, other, tokenizer, chat, endIds, false);
        view.card = card();
        view.batchSize = batchSize;
        return view;
    }

    CheckpointDirectory checkpoint() {
        return checkpoint;
    }

    Network network() {
        return network;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    List<Long> endIds() {
        return endIds;
    }

    @Override
    public void close() {
        if (owner) {
            network.close();
            tokenizer.close();
        }
    }
}
