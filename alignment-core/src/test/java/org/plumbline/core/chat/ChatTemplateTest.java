package org.plumbline.core.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.JsonNode;

/** Templates of checkpoints: where they are found, and the text they make. */
class ChatTemplateTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/chat_templates");
    private static final List<ChatMessage> HELLO = List.of(ChatMessage.of("user", "Hello"));

    @TempDir
    Path model;

    private static List<ChatMessage> messages(JsonNode array) {
        List<ChatMessage> messages = new ArrayList<>();
        array.forEach(m -> messages.add(new ChatMessage(m)));
        return messages;
    }

    private void write(String file, String text) throws IOException {
        Path path = model.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private String render() {
        return ChatTemplate.find(model).orElseThrow().render(HELLO, false, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"thinking", "strict_turns", "macros_tools"})
    void rendersAsTransformersDoes(String name) {
        String template = Json.readText(FIXTURES.resolve(name + ".jinja"));
        JsonNode cases = Json.read(FIXTURES.resolve(name + ".json"));
        assertThat(cases.size()).isEqualTo(12);
        for (JsonNode item : cases) {
            Map<String, String> tokens = Map.of(
                    "bos_token", item.path("bos_token").asString(),
                    "eos_token", item.path("eos_token").asString());
            String rendered = ChatTemplate.of(name, template, tokens)
                    .render(
                            messages(item.path("messages")),
                            item.path("add_generation_prompt").asBoolean(),
                            Map.of());
            assertThat(rendered)
                    .as("%s %s", name, item.path("case").asString())
                    .isEqualTo(item.path("rendered").asString());
        }
    }

    @Test
    void rendersFromACheckpoint() {
        ChatTemplate template =
                ChatTemplate.find(FIXTURES.resolve("checkpoint")).orElseThrow();
        JsonNode reference = Json.read(FIXTURES.resolve("checkpoint/reference.json"));
        List<ChatMessage> messages = messages(reference.path("messages"));
        assertThat(template.specialTokens())
                .isEqualTo(Map.of("bos_token", "<bos>", "eos_token", "<eos>", "pad_token", "<pad>"));
        assertThat(template.render(messages, true, Map.of()))
                .isEqualTo(reference.path("with_generation_prompt").asString());
        assertThat(template.render(messages, false, Map.of()))
                .isEqualTo(reference.path("without").asString());
    }

    @Test
    void filesHaveAnOrder() throws IOException {
        assertThat(ChatTemplate.find(model)).isEqualTo(Optional.empty());
        write("chat_template.json", "{\"chat_template\": \"processor\"}");
        assertThat(render()).isEqualTo("processor");
        write("tokenizer_config.json", "{\"chat_template\": \"config\"}");
        assertThat(render()).isEqualTo("config");
        write("chat_template.jinja", "file\r\n");
        assertThat(render()).isEqualTo("file");
        write("additional_chat_templates/tool_use.jinja", "with {{ tools|length }}");
        ChatTemplate template = ChatTemplate.find(model).orElseThrow();
        assertThat(template.names()).containsExactlyInAnyOrder("default", "tool_use");
        assertThat(template.render(HELLO, false, Map.of())).isEqualTo("file");
        assertThat(template.render(HELLO, false, Map.of("tools", List.of("a", "b"))))
                .isEqualTo("with 2");
        Files.delete(model.resolve("chat_template.jinja"));
        assertThatThrownBy(this::render)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has chat templates named tool_use, but no default");
    }

    @Test
    void aListOfTemplates() throws IOException {
        write("tokenizer_config.json", """
                {"chat_template": [{"name": "default", "template": "{{ tools is none }}"},
                  {"name": "tool_use", "template": "{{ tools }}"}, {"name": "rag", "template": "{% nonsense %}"}]}
                """);
        assertThat(render()).isEqualTo("True");
        assertThat(ChatTemplate.find(model).orElseThrow().render(HELLO, false, Map.of("tools", List.of())))
                .isEqualTo("[]");
        write("tokenizer_config.json", "{\"chat_template\": [{\"name\": \"default\"}]}");
        assertThatThrownBy(this::render)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("accepted: a string, or a list of objects");
        write("tokenizer_config.json", "{\"chat_template\": \"x\\n{{ y | z }}\"}");
        assertThatThrownBy(this::render)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tokenizer_config.json (chat_template):2:8: ")
                .hasMessageContaining("no filter is named 'z'");
    }

    @Test
    void specialTokens() throws IOException {
        String config = """
                "bos_token": {"__type": "AddedToken", "content": "<s>"}, "eos_token": "</s>", "unk_token": null,
                "image_token": "<i>", "add_bos_token": true, "extra_special_tokens": {"audio_token": "<a>"},
                """;
        write(
                "chat_template.jinja",
                "{{ bos_token }}{{ eos_token }}{{ unk_token is defined }}{{ image_token }}{{ audio_token }}{{ pad_token }}");
        write("tokenizer_config.json", "{" + config + "\"model_max_length\": 1}");
        assertThat(render()).isEqualTo("<s></s>False<i><a>");
        write("special_tokens_map.json", "{\"eos_token\": {\"content\": \"<end>\"}, \"pad_token\": \"<p>\"}");
        assertThat(render()).isEqualTo("<s><end>False<i><a><p>");
        write("tokenizer_config.json", "{" + config + "\"added_tokens_decoder\": {}}");
        assertThat(render()).isEqualTo("<s></s>False<i><a>");
        Map<String, Object> variables = new HashMap<>();
        variables.put("bos_token", "<other>");
        assertThat(ChatTemplate.find(model).orElseThrow().render(HELLO, false, variables))
                .startsWith("<other>");
    }

    @Test
    void readsTheClock() {
        Clock clock = Clock.fixed(Instant.parse("2026-01-31T23:30:00Z"), ZoneId.of("Europe/Moscow"));
        assertThat(ChatTemplate.of("t", "{{ strftime_now('%d %b %Y') }}", Map.of())
                        .withClock(clock)
                        .render(HELLO, false, Map.of()))
                .isEqualTo("01 Feb 2026");
    }

    @Test
    void refusals() {
        ChatTemplate template = ChatTemplate.of(
                "t.jinja", "{% if messages|length > 1 %}{{ raise_exception('One at a time') }}{% endif %}", Map.of());
        assertThatThrownBy(() -> template.render(List.of(), true, Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the conversation is empty");
        assertThatThrownBy(() -> template.render(List.of(HELLO.get(0), HELLO.get(0)), true, Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("t.jinja:1:47: the chat template refuses the conversation: One at a time")
                .hasMessageContaining("next: ");
        assertThatThrownBy(() -> template.render(HELLO, true, Map.of("messages", List.of())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChatMessage(Json.COMPACT.createArrayNode()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("an object with a string \"role\"");
    }

    @Test
    void messagesKeepTheirFields() {
        JsonNode json = Json.COMPACT.readTree("""
                {"role": "assistant", "content": null, "tool_calls": [{"function": {"name": "f", "arguments": {"a": [1, 2.0]}}}]}
                """);
        ChatMessage message = new ChatMessage(json);
        assertThat(message.role()).isEqualTo("assistant");
        assertThat(message.text()).isEqualTo(Optional.empty());
        assertThat(HELLO.get(0).text()).contains("Hello");
        assertThat(ChatTemplate.of(
                                "t",
                                "{{ messages[0].tool_calls[0].function|tojson }}{{ messages[0].content }}",
                                Map.of())
                        .render(List.of(message), false, Map.of()))
                .isEqualTo("{\"name\": \"f\", \"arguments\": {\"a\": [1, 2.0]}}None");
    }
}
