package org.plumbline.core.chat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.plumbline.core.jinja.JinjaTemplate;
import org.plumbline.datasets.input.Hashes;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/**
 * The chat template of a checkpoint: makes of a conversation the text that the model was trained on. It renders byte for byte
 * what {@code apply_chat_template(tokenize=False)} of transformers renders; see docs/chat.md.
 */
public final class ChatTemplate {
    private static final String WITH_TOOLS = "tool_use";
    private static final Set<String> RESERVED = Set.of("messages", "add_generation_prompt");

    private final String origin;
    private final Map<String, TemplateFiles.Unread> templates;
    private final Map<String, String> tokens;
    private final Clock clock;
    private final Map<String, JinjaTemplate> read;

    private ChatTemplate(
            String origin, Map<String, TemplateFiles.Unread> templates, Map<String, String> tokens, Clock clock) {
        this.origin = origin;
        this.templates = Map.copyOf(templates);
        this.tokens = Map.copyOf(tokens);
        this.clock = clock;
        this.read = new ConcurrentHashMap<>();
        if (templates.containsKey(TemplateFiles.STANDARD)) {
            read(TemplateFiles.STANDARD);
        }
    }

    /**
     * The template of a Hugging Face model directory; empty when it has none, as base models do.
     *
     * @throws InputException when the template cannot be read, or uses what is not supported
     */
    public static Optional<ChatTemplate> find(Path checkpointDirectory) {
        Map<String, TemplateFiles.Unread> templates = TemplateFiles.find(checkpointDirectory);
        if (templates.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ChatTemplate(
                checkpointDirectory.toString(),
                templates,
                SpecialTokens.read(checkpointDirectory),
                Clock.systemDefaultZone()));
    }

    /**
     * A template in hand.
     *
     * @param source names it in messages
     * @param specialTokens such as {@code bos_token}, by name
     * @throws InputException when the template cannot be read, or uses what is not supported
     */
    public static ChatTemplate of(String source, String template, Map<String, String> specialTokens) {
        Map<String, TemplateFiles.Unread> templates =
                Map.of(TemplateFiles.STANDARD, new TemplateFiles.Unread(source, template));
        return new ChatTemplate(source, templates, specialTokens, Clock.systemDefaultZone());
    }

    /** This template with another clock: some templates write the date. */
    public ChatTemplate withClock(Clock other) {
        return new ChatTemplate(origin, templates, tokens, other);
    }

    /** SHA-256 over the templates and their special tokens: what renders alike has the same. */
    public String contentHash() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(templates)
                .forEach((name, unread) ->
                        text.append(name).append('\0').append(unread.template()).append('\0'));
        new TreeMap<>(tokens)
                .forEach((name, token) ->
                        text.append(name).append('\0').append(token).append('\0'));
        return Hashes.ofText(text.toString());
    }

    /** Names of the templates; one that stands alone is called {@code default}. */
    public Set<String> names() {
        return templates.keySet();
    }

    /** The special tokens that the template knows, by name. */
    public Map<String, String> specialTokens() {
        return tokens;
    }

    /**
     * The text of a conversation.
     *
     * @param addGenerationPrompt whether the text ends where the assistant begins to speak
     * @param variables what else the template is to see, such as {@code tools}, {@code documents} or a switch of the model
     * @throws InputException when the template refuses the conversation or fails on it
     */
    public String render(List<ChatMessage> messages, boolean addGenerationPrompt, Map<String, ?> variables) {
        for (String name : RESERVED) {
            if (variables.containsKey(name)) {
                throw new IllegalArgumentException(name + " is not a variable: it has a parameter of its own");
            }
        }
        if (messages.isEmpty()) {
            throw new InputException(
                    Problem.of(origin, "the conversation is empty, the chat template needs a message"));
        }
        Map<String, Object> all = new HashMap<>(tokens);
        // Templates ask whether these are none, not whether they are defined.
        all.put("tools", Optional.empty());
        all.put("documents", Optional.empty());
        all.putAll(variables);
        all.put("messages", messages.stream().map(ChatMessage::json).toList());
        all.put("add_generation_prompt", addGenerationPrompt);
        return read(choose(variables)).render(all, clock);
    }

    private String choose(Map<String, ?> variables) {
        if (variables.get("tools") != null && templates.containsKey(WITH_TOOLS)) {
            return WITH_TOOLS;
        }
        if (!templates.containsKey(TemplateFiles.STANDARD)) {
            throw new InputException(Problem.of(
                            origin,
                            "has chat templates named " + String.join(", ", new TreeSet<>(names()))
                                    + ", but no default")
                    .next("save the one to use as chat_template.jinja"));
        }
        return TemplateFiles.STANDARD;
    }

    private JinjaTemplate read(String name) {
        return read.computeIfAbsent(name, n -> {
            TemplateFiles.Unread unread = templates.get(n);
            if (unread == null) {
                throw new IllegalStateException(n);
            }
            return JinjaTemplate.parse(unread.source(), unread.template());
        });
    }
}
