package org.plumbline.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.plumbline.core.chat.ChatMessage;
import org.plumbline.core.chat.ChatTemplate;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.JsonLines;
import org.plumbline.datasets.input.Outputs;
import org.plumbline.datasets.input.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Conversations as a model's chat template writes them. */
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        description = {
            "Writes conversations as the model's chat template does: {\"id\",\"messages\"} in, {\"id\",\"text\"} out.",
            "A row may also have add_generation_prompt (true unless said), tools, documents, and an object of variables."
        },
        footer = {"", "Example:", "  plumbline render --model models/my-chat --input chats.jsonl --output texts.jsonl"})
final class RenderCommand implements Callable<Integer> {
    @Option(names = "--model", paramLabel = "DIR", required = true, description = "Hugging Face model directory.")
    Path model = Path.of("");

    @Option(names = "--input", paramLabel = "IN.jsonl", required = true, description = "Conversations.")
    Path input = Path.of("");

    @Option(names = "--output", paramLabel = "OUT.jsonl", required = true, description = "Where to write the texts.")
    Path output = Path.of("");

    @Override
    public Integer call() {
        ChatTemplate template = ChatTemplate.find(model)
                .orElseThrow(() -> new InputException(Problem.at(model, "has no chat template")
                        .next("put the template of its tokenizer beside it as chat_template.jinja")));
        List<ObjectNode> texts = JsonLines.read(input, row -> render(template, row));
        Outputs.file("--output", output);
        LinesOut.write(output, texts);
        return Main.OK;
    }

    private static ObjectNode render(ChatTemplate template, JsonLines.Row row) {
        JsonNode conversation = row.object().path("messages");
        if (!conversation.isArray()) {
            throw new InputException(Problem.of(row.where(), "has no list of messages")
                    .accepted("{\"id\": ..., \"messages\": [{\"role\": \"user\", \"content\": ...}]}"));
        }
        List<ChatMessage> messages = new ArrayList<>();
        Map<String, Object> variables = new LinkedHashMap<>();
        try {
            conversation.forEach(message -> messages.add(new ChatMessage(message)));
            for (String name : List.of("tools", "documents")) {
                if (row.object().hasNonNull(name)) {
                    variables.put(name, row.object().get(name));
                }
            }
            row.object()
                    .path("variables")
                    .properties()
                    .forEach(entry -> variables.put(entry.getKey(), entry.getValue()));
            String text = template.render(
                    messages, row.object().path("add_generation_prompt").asBoolean(true), variables);
            return Json.COMPACT.createObjectNode().put("id", row.text("id")).put("text", text);
        } catch (InputException e) {
            throw new InputException(e.problems().stream()
                    .map(p -> p.where().isEmpty() ? new Problem(row.where(), p.what(), p.accepted(), p.next()) : p)
                    .toList());
        }
    }
}
