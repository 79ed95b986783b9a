package org.plumbline.core.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tokenizers that can be put together without a tokenizer.json, as transformers puts them together. */
enum TokenizerFamily {
    GPT2(
            List.of("GPT2Tokenizer", "CodeGenTokenizer"),
            List.of("gpt2", "gpt_neo", "gptj", "gpt_bigcode", "opt", "codegen", "phi", "starcoder2"),
            Map.of("bos_token", "<|endoftext|>", "eos_token", "<|endoftext|>", "unk_token", "<|endoftext|>")),
    GPT_NEOX(
            List.of("GPTNeoXTokenizer"),
            List.of("gpt_neox", "mamba", "olmo", "mpt"),
            Map.of(
                    "bos_token",
                    "<|endoftext|>",
                    "eos_token",
                    "<|endoftext|>",
                    "unk_token",
                    "<|endoftext|>",
                    "pad_token",
                    "<|padding|>")),
    QWEN2(
            List.of("Qwen2Tokenizer"),
            List.of("qwen2", "qwen2_moe", "qwen3", "qwen3_moe"),
            Map.of("eos_token", "<|endoftext|>", "unk_token", "<|endoftext|>", "pad_token", "<|endoftext|>")),
    ROBERTA(
            List.of("RobertaTokenizer", "BartTokenizer", "LongformerTokenizer"),
            List.of("roberta", "bart", "longformer"),
            Map.of(
                    "bos_token",
                    "<s>",
                    "eos_token",
                    "</s>",
                    "unk_token",
                    "<unk>",
                    "sep_token",
                    "</s>",
                    "pad_token",
                    "<pad>",
                    "cls_token",
                    "<s>",
                    "mask_token",
                    "<mask>")),
    BERT(
            List.of("BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer"),
            List.of("bert", "distilbert", "electra"),
            Map.of(
                    "unk_token",
                    "[UNK]",
                    "sep_token",
                    "[SEP]",
                    "pad_token",
                    "[PAD]",
                    "cls_token",
                    "[CLS]",
                    "mask_token",
                    "[MASK]"));

    /** How Qwen2 cuts a text into words; part of the format, as the vocabulary is. */
    private static final String QWEN2_WORDS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private final List<String> classes;
    private final List<String> modelTypes;
    private final Map<String, String> defaults;

    TokenizerFamily(List<String> classes, List<String> modelTypes, Map<String, String> defaults) {
        this.classes = classes;
        this.modelTypes = modelTypes;
        this.defaults = defaults;
    }

    /**
     * The family of a checkpoint without tokenizer.json, by tokenizer_class of tokenizer_config.json, else model_type of
     * config.json.
     *
     * @throws InputException when neither names one of these, or its files are missing
     */
    static TokenizerFamily of(Path directory, TokenizerSettings settings) {
        Optional<String> named = settings.text("tokenizer_class").map(name -> name.replaceFirst("Fast$", ""));
        for (TokenizerFamily family : values()) {
            boolean chosen = named.map(family.classes::contains)
                    .orElseGet(() -> family.modelTypes.contains(settings.modelType()));
            if (chosen) {
                for (String file : family.files()) {
                    if (!Files.isRegularFile(directory.resolve(file))) {
                        throw missing(directory, " and, for a " + family.classes.get(0) + ", no " + file);
                    }
                }
                return family;
            }
        }
        String known = Arrays.stream(values())
                .flatMap(family -> family.classes.stream())
                .collect(Collectors.joining(", "));
        String found = named.map(name -> ", and tokenizer_class of tokenizer_config.json is " + name)
                .orElse(
                        settings.modelType().isEmpty()
                                ? ", and no file names the tokenizer's class"
                                : ", and model_type of config.json is " + settings.modelType());
        throw new InputException(missing(directory, found)
                .problems()
                .get(0)
                .accepted("tokenizer.json of any kind; vocab.json with merges.txt, or vocab.txt, of " + known));
    }

    private static InputException missing(Path directory, String found) {
        String python = "python -c \"from transformers import AutoTokenizer; AutoTokenizer.from_pretrained('"
                + directory + "').save_pretrained('" + directory + "')\"";
        return new InputException(Problem.at(directory, "has no tokenizer.json" + vocabularies(directory) + found)
                .next("write tokenizer.json with " + python + " (pip install transformers sentencepiece protobuf)"));
    }

    /** Vocabularies that are there and cannot be read, the best hint at what the checkpoint is. */
    private static String vocabularies(Path directory) {
        String found = Map.of(
                        "tokenizer.model", "SentencePiece",
                        "spiece.model", "SentencePiece",
                        "sentencepiece.bpe.model", "SentencePiece",
                        "spm.model", "SentencePiece",
                        "tiktoken.model", "tiktoken",
                        "tekken.json", "tekken")
                .entrySet()
                .stream()
                .filter(entry -> Files.isRegularFile(directory.resolve(entry.getKey())))
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .sorted()
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? "" : ", only " + found + ", which cannot be read here";
    }

    Map<String, String> defaults() {
        return defaults;
    }

    private List<String> files() {
        return this == BERT ? List.of("vocab.txt") : List.of("vocab.json", "merges.txt");
    }

    /** Content of the tokenizer.json that the files amount to, without the tokens of the settings. */
    ObjectNode build(Path directory, TokenizerSettings settings) {
        ObjectNode json = Json.COMPACT
                .createObjectNode()
                .put("version", "1.0")
                .putNull("truncation")
                .putNull("padding");
        json.putArray("added_tokens");
        json.putNull("normalizer").putNull("pre_tokenizer").putNull("post_processor");
        if (this == BERT) {
            buildWordPieces(json, directory, settings);
        } else {
            buildBytePairs(json, directory, settings);
        }
        return json;
    }

    private void buildBytePairs(ObjectNode json, Path directory, TokenizerSettings settings) {
        boolean prefixSpace = settings.flag("add_prefix_space").orElse(false);
        if (this == QWEN2 || this == GPT_NEOX) {
            json.putObject("normalizer").put("type", "NFC");
        }
        if (this == QWEN2) {
            ArrayNode steps =
                    json.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
            ObjectNode split = steps.addObject().put("type", "Split");
            split.putObject("pattern").put("Regex", QWEN2_WORDS);
            split.put("behavior", "Isolated").put("invert", false);
            byteLevel(steps.addObject(), prefixSpace, false);
        } else {
            byteLevel(json.putObject("pre_tokenizer"), prefixSpace, true);
        }
        byteLevel(json.putObject("decoder"), true, true);
        json.set("model", VocabularyFiles.bytePairs(directory.resolve("vocab.json"), directory.resolve("merges.txt")));
    }

    private static void byteLevel(ObjectNode node, boolean prefixSpace, boolean words) {
        node.put("type", "ByteLevel")
                .put("add_prefix_space", prefixSpace)
                .put("trim_offsets", true)
                .put("use_regex", words);
    }

    private static void buildWordPieces(ObjectNode json, Path directory, TokenizerSettings settings) {
        ObjectNode normalizer = json.putObject("normalizer")
                .put("type", "BertNormalizer")
                .put("clean_text", true)
                .put(
                        "handle_chinese_chars",
                        settings.flag("tokenize_chinese_chars").orElse(true));
        settings.flag("strip_accents")
                .ifPresentOrElse(
                        strip -> normalizer.put("strip_accents", strip), () -> normalizer.putNull("strip_accents"));
        normalizer.put("lowercase", settings.flag("do_lower_case").orElse(true));
        json.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        json.putObject("decoder").put("type", "WordPiece").put("prefix", "##").put("cleanup", true);
        String unknown = settings.named("unk_token").map(AddedToken::content).orElse("[UNK]");
        json.set("model", VocabularyFiles.wordPieces(directory.resolve("vocab.txt"), unknown));
    }

    /** Adds the step that puts special tokens around a text. The tokens must be in the content already. */
    void surround(ObjectNode json, TokenizerSettings settings) {
        switch (this) {
            case ROBERTA -> {
                ObjectNode step = json.putObject("post_processor").put("type", "RobertaProcessing");
                for (String part : List.of("sep", "cls")) {
                    String token = require(settings, part + "_token");
                    step.putArray(part).add(token).add(id(json, token));
                }
                step.put("trim_offsets", settings.flag("trim_offsets").orElse(true))
                        .put(
                                "add_prefix_space",
                                settings.flag("add_prefix_space").orElse(false));
            }
            case BERT ->
                template(json, List.of(require(settings, "cls_token")), List.of(require(settings, "sep_token")));
            case GPT2, GPT_NEOX, QWEN2 ->
                template(
                        json,
                        switchedOn(settings, "add_bos_token", "bos_token"),
                        switchedOn(settings, "add_eos_token", "eos_token"));
        }
    }

    private static String require(TokenizerSettings settings, String role) {
        return settings.named(role)
                .map(AddedToken::content)
                .orElseThrow(() -> new InputException(
                        Problem.at(settings.configFile(), "names no " + role + ", which surrounds every text")));
    }

    private static List<String> switchedOn(TokenizerSettings settings, String flag, String role) {
        return settings.flag(flag).orElse(false)
                ? settings.named(role).map(AddedToken::content).stream().toList()
                : List.of();
    }

    private static void template(ObjectNode json, List<String> before, List<String> after) {
        ObjectNode step = json.putObject("post_processor").put("type", "TemplateProcessing");
        ArrayNode single = step.putArray("single");
        before.forEach(token -> special(single, token));
        single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        after.forEach(token -> special(single, token));
        ArrayNode pair = step.putArray("pair");
        for (String sequence : List.of("A", "B")) {
            pair.addObject().putObject("Sequence").put("id", sequence).put("type_id", 0);
        }
        ObjectNode tokens = step.putObject("special_tokens");
        for (List<String> side : List.of(before, after)) {
            for (String token : side) {
                ObjectNode entry = tokens.putObject(token).put("id", token);
                entry.putArray("ids").add(id(json, token));
                entry.putArray("tokens").add(token);
            }
        }
    }

    private static void special(ArrayNode template, String token) {
        template.addObject().putObject("SpecialToken").put("id", token).put("type_id", 0);
    }

    private static long id(JsonNode json, String token) {
        JsonNode inVocabulary = json.path("model").path("vocab").path(token);
        if (inVocabulary.isIntegralNumber()) {
            return inVocabulary.asLong();
        }
        for (JsonNode added : json.path("added_tokens")) {
            if (added.path("content").asString("").equals(token)) {
                return added.path("id").asLong();
            }
        }
        throw new IllegalStateException("no token " + token);
    }
}
