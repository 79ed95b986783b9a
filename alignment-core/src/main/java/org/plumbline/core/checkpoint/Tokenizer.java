package org.plumbline.core.checkpoint;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;
import tools.jackson.databind.JsonNode;

/** The tokenizer of a checkpoint: text to token ids and back. */
public final class Tokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;
    private final long[] opening;
    private final OptionalLong beginning;

    private Tokenizer(HuggingFaceTokenizer tokenizer, long[] opening, OptionalLong beginning) {
        this.tokenizer = tokenizer;
        this.opening = opening;
        this.beginning = beginning;
    }

    /**
     * A completion's tokens after its prompt's.
     *
     * @param tokens all tokens of the sequence
     * @param completionStart index of the first completion token, at least 1
     */
    public record Pair(long[] tokens, int completionStart) {}

    /**
     * Loads tokenizer.json; the token that opens a sequence without a prompt is the beginning-of-sequence token of
     * tokenizer_config.json or config.json, else the end-of-sequence token.
     *
     * @throws InputException when tokenizer.json is missing or unreadable
     */
    public static Tokenizer load(Path directory) {
        Path file = directory.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new InputException(Problem.at(directory, "has no tokenizer.json")
                    .next("download it, or save the tokenizer in the fast (tokenizer.json) format"));
        }
        Json.read(file);
        try {
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.builder()
                    .optTokenizerPath(file)
                    .optPadding(false)
                    .optTruncation(false)
                    .build();
            return new Tokenizer(tokenizer, openingTokens(tokenizer), beginning(directory, tokenizer));
        } catch (IOException | RuntimeException e) {
            throw new InputException(Problem.at(file, "is not a tokenizer: " + e.getMessage()));
        }
    }

    /** The special tokens that the tokenizer itself puts before a text. */
    private static long[] openingTokens(HuggingFaceTokenizer tokenizer) {
        long[] plain = tokenizer.encode("a", false, false).getIds();
        long[] full = tokenizer.encode("a", true, false).getIds();
        for (int start = 0; start + plain.length <= full.length; start++) {
            if (Arrays.equals(plain, Arrays.copyOfRange(full, start, start + plain.length))) {
                return Arrays.copyOf(full, start);
            }
        }
        return new long[0];
    }

    private static OptionalLong beginning(Path directory, HuggingFaceTokenizer tokenizer) {
        for (String kind : List.of("bos_token", "eos_token")) {
            JsonNode named =
                    optional(directory.resolve("tokenizer_config.json")).path(kind);
            String content = named.isObject() ? named.path("content").asString("") : named.asString("");
            if (!content.isEmpty()) {
                long[] ids = tokenizer.encode(content, false, false).getIds();
                if (ids.length == 1) {
                    return OptionalLong.of(ids[0]);
                }
            }
            JsonNode id = optional(directory.resolve("config.json")).path(kind + "_id");
            if (id.isArray() && !id.isEmpty()) {
                id = id.get(0);
            }
            if (id.isIntegralNumber()) {
                return OptionalLong.of(id.asLong());
            }
        }
        return OptionalLong.empty();
    }

    private static JsonNode optional(Path file) {
        return Files.isRegularFile(file) ? Json.read(file) : Json.COMPACT.createObjectNode();
    }

    /** The token that opens a sequence without a prompt; empty when the checkpoint names none. */
    public OptionalLong beginning() {
        return beginning;
    }

    /** Tokens of a text, opened by the tokenizer's own special tokens. */
    public long[] encode(String text) {
        return concat(opening, tokenizer.encode(text, false, false).getIds());
    }

    /** As {@link #encode}, but a text without any token becomes the beginning-of-sequence token. */
    public long[] encodePrompt(String text) {
        long[] tokens = encode(text);
        return tokens.length > 0 ? tokens : new long[] {beginningOrFail()};
    }

    /**
     * Splits prompt + completion as lm-evaluation-harness does: trailing spaces of the prompt count as the completion's,
     * and the completion's tokens are those beyond the prompt's own. An empty prompt conditions on the
     * beginning-of-sequence token alone.
     */
    public Pair encodePair(String prompt, String completion) {
        String condition = withoutTrailingSpace(prompt);
        String scored = prompt.substring(condition.length()) + completion;
        if (condition.isEmpty()) {
            return new Pair(
                    concat(
                            new long[] {beginningOrFail()},
                            tokenizer.encode(scored, false, false).getIds()),
                    1);
        }
        long[] tokens = encode(condition + scored);
        int start = encode(condition).length;
        // A prompt whose tokens merge with the completion can be as long as the whole: nothing is left to score.
        return new Pair(tokens, Math.min(Math.max(start, 1), tokens.length));
    }

    /** What Python's rstrip leaves: more kinds of space end a string there than in Java. */
    private static String withoutTrailingSpace(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    private long beginningOrFail() {
        return beginning.orElseThrow(() ->
                new InputException(Problem.of("tokenizer_config.json", "names neither a bos_token nor an eos_token")
                        .next("add one: a sequence without a prompt needs a first token")));
    }

    /** Text of tokens, special ones left out. */
    public String decode(long[] tokens) {
        return tokens.length == 0 ? "" : tokenizer.decode(tokens, true);
    }

    /** Text that {@code response} adds after {@code prompt}: what decoding both gives beyond the prompt's text. */
    public String decodeAfter(long[] prompt, long[] response) {
        String before = decode(prompt);
        String whole = decode(concat(prompt, response));
        return whole.startsWith(before) ? whole.substring(before.length()) : decode(response);
    }

    private static long[] concat(long[] first, long[] second) {
        long[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
