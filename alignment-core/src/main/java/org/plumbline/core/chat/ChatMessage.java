package org.plumbline.core.chat;

import java.util.Optional;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;
import tools.jackson.databind.JsonNode;

/**
 * One message of a conversation: a JSON object with a {@code role}, mostly a {@code content}, and whatever else the template
 * of a model reads, such as {@code tool_calls}. A template sees every field as it is.
 *
 * @param json the object; it is not changed
 */
public record ChatMessage(JsonNode json) {

    /**
     * Takes a message as JSON.
     *
     * @throws InputException when it is not an object with a string {@code role}
     */
    public ChatMessage {
        if (!json.isObject() || !json.path("role").isString()) {
            throw new InputException(Problem.of("", "a chat message is " + clip(json) + ", without a role")
                    .accepted(
                            "an object with a string \"role\", such as {\"role\": \"user\", \"content\": \"Hello\"}"));
        }
        json = json.deepCopy();
    }

    /** A message of plain text. */
    public static ChatMessage of(String role, String content) {
        return new ChatMessage(Json.COMPACT.createObjectNode().put("role", role).put("content", content));
    }

    /** Says who speaks. */
    public String role() {
        return json.path("role").asString();
    }

    /** The text; empty when the content is missing, null, or a list of parts. */
    public Optional<String> text() {
        JsonNode content = json.path("content");
        return content.isString() ? Optional.of(content.asString()) : Optional.empty();
    }

    private static String clip(JsonNode json) {
        String text = json.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
