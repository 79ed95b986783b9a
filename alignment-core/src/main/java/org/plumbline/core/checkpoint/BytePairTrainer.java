package org.plumbline.core.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trains a byte-level byte-pair tokenizer (Sennrich et al. 2016; bytes and word splitting as GPT-2 does, Radford et al.
 * 2019) and writes it in the tokenizer.json format. Any text can be encoded, so there is no unknown token.
 */
public final class BytePairTrainer {
    /** Opens a sequence; id 0. */
    public static final String BEGINNING = "<s>";
    /** Ends a sequence; id 1. */
    public static final String END = "</s>";

    private static final int BYTES = 256;
    private static final Pattern WORDS = Pattern.compile(
            "'(?:s|t|re|ve|m|ll|d)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private BytePairTrainer() {}

    /** A word as symbols, and how often it occurs. */
    private static final class Word {
        private final List<String> symbols;
        private final long count;

        Word(List<String> symbols, long count) {
            this.symbols = symbols;
            this.count = count;
        }

        void merge(Pair pair) {
            for (int i = 0; i + 1 < symbols.size(); i++) {
                if (symbols.get(i).equals(pair.left()) && symbols.get(i + 1).equals(pair.right())) {
                    symbols.set(i, pair.left() + pair.right());
                    symbols.remove(i + 1);
                }
            }
        }
    }

    private record Pair(String left, String right) {
        private static final Comparator<Pair> ORDER =
                Comparator.comparing(Pair::left).thenComparing(Pair::right);
    }

    /**
     * Trains on texts. The result depends on the texts only: equally frequent pairs are merged in the order of their
     * symbols.
     *
     * @param vocabularySize tokens at most, 258 (special tokens and bytes) at least; fewer when the texts hold no more pairs
     * @throws InputException when {@code vocabularySize} is too small
     */
    public static ObjectNode train(List<String> texts, int vocabularySize) {
        List<String> alphabet = alphabet();
        int special = 2;
        if (vocabularySize < BYTES + special) {
            throw new InputException(Problem.of("vocabulary", "is " + vocabularySize)
                    .accepted("at least " + (BYTES + special) + ": bytes and special tokens"));
        }
        List<Word> words = words(texts, alphabet);
        List<Pair> merges = new ArrayList<>();
        while (merges.size() < vocabularySize - BYTES - special) {
            Map<Pair, Long> counts = new HashMap<>();
            for (Word word : words) {
                for (int i = 0; i + 1 < word.symbols.size(); i++) {
                    counts.merge(new Pair(word.symbols.get(i), word.symbols.get(i + 1)), word.count, Long::sum);
                }
            }
            Pair best = counts.entrySet().stream()
                    .min(Map.Entry.<Pair, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey(Pair.ORDER)))
                    .map(Map.Entry::getKey)
                    .orElse(null);
            if (best == null) {
                break;
            }
            merges.add(best);
            words.forEach(word -> word.merge(best));
        }
        return write(alphabet, merges);
    }

    private static List<Word> words(List<String> texts, List<String> alphabet) {
        Map<String, Long> counts = new TreeMap<>();
        for (String text : texts) {
            Matcher matcher = WORDS.matcher(text);
            while (matcher.find()) {
                counts.merge(matcher.group(), 1L, Long::sum);
            }
        }
        List<Word> words = new ArrayList<>();
        counts.forEach((word, count) -> {
            List<String> symbols = new ArrayList<>();
            for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
                symbols.add(alphabet.get(b & 0xFF));
            }
            words.add(new Word(symbols, count));
        });
        return words;
    }

    /** A printable character for each byte: printable ones stand for themselves, the others follow from U+0100. */
    private static List<String> alphabet() {
        List<String> alphabet = new ArrayList<>();
        int next = BYTES;
        for (int b = 0; b < BYTES; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            alphabet.add(Character.toString(printable ? b : next++));
        }
        return alphabet;
    }

    private static ObjectNode write(List<String> alphabet, List<Pair> merges) {
        ObjectNode root = Json.COMPACT.createObjectNode();
        root.put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        List<String> special = List.of(BEGINNING, END);
        for (int id = 0; id < special.size(); id++) {
            added.addObject()
                    .put("id", id)
                    .put("content", special.get(id))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.putNull("normalizer");
        root.set("pre_tokenizer", byteLevel());
        ObjectNode template = root.putObject("post_processor");
        template.put("type", "TemplateProcessing");
        ArrayNode single = template.putArray("single");
        single.addObject().putObject("SpecialToken").put("id", BEGINNING).put("type_id", 0);
        single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        ArrayNode pair = template.putArray("pair");
        pair.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
        ObjectNode opening = template.putObject("special_tokens").putObject(BEGINNING);
        opening.put("id", BEGINNING);
        opening.putArray("ids").add(0);
        opening.putArray("tokens").add(BEGINNING);
        root.set("decoder", byteLevel());
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE").putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false);
        ObjectNode vocabulary = model.putObject("vocab");
        special.forEach(token -> vocabulary.put(token, vocabulary.size()));
        alphabet.forEach(token -> vocabulary.put(token, vocabulary.size()));
        ArrayNode list = model.putArray("merges");
        for (Pair merge : merges) {
            // Two ways to the same token are one token.
            String token = merge.left() + merge.right();
            if (!vocabulary.has(token)) {
                vocabulary.put(token, vocabulary.size());
            }
            list.addArray().add(merge.left()).add(merge.right());
        }
        return root;
    }

    private static ObjectNode byteLevel() {
        ObjectNode node = Json.COMPACT.createObjectNode();
        return node.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }
}
