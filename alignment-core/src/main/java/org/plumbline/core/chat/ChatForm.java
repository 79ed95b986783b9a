package org.plumbline.core.chat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** A chat template and the settings that it is used with. */
public final class ChatForm {
    private final ChatTemplate template;
    private final ChatSettings settings;

    private ChatForm(ChatTemplate template, ChatSettings settings) {
        this.template = template;
        this.settings = settings;
    }

    /**
     * The form of a model directory.
     *
     * @throws InputException when it has no chat template, or one that cannot be read
     */
    public static ChatForm of(Path checkpointDirectory, ChatSettings settings) {
        ChatTemplate template = ChatTemplate.find(checkpointDirectory)
                .orElseThrow(
                        () -> new InputException(
                                Problem.at(checkpointDirectory, "has no chat template, so it cannot be asked as a chat")
                                        .next(
                                                "leave chat out, or put the template of its tokenizer beside it as chat_template.jinja")));
        return new ChatForm(template, settings);
    }

    /** The text up to where the assistant begins to answer. */
    public String ask(String userText) {
        List<ChatMessage> messages = new ArrayList<>();
        settings.system().ifPresent(text -> messages.add(ChatMessage.of("system", text)));
        messages.add(ChatMessage.of("user", userText));
        return template.render(messages, true, settings.variables());
    }

    /** What answers depend on besides the model: two evaluations compare only when it is the same. */
    public Map<String, String> description() {
        Map<String, String> description = new LinkedHashMap<>();
        description.put("chat_template_sha256", template.contentHash());
        settings.system().ifPresent(text -> description.put("chat_system", text));
        new TreeMap<>(settings.variables())
                .forEach((name, value) -> description.put("chat_variable_" + name, value.toString()));
        return description;
    }
}
