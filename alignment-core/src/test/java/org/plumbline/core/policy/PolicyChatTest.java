package org.plumbline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.chat.ChatSettings;
import org.plumbline.core.checkpoint.Tokenizer;
import org.plumbline.core.model.Capability;
import org.plumbline.core.model.Continuation;
import org.plumbline.core.model.Prompt;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.InputException;

/** A policy that is asked as a chat model. */
class PolicyChatTest {
    private static final String TEMPLATE =
            "{{ bos_token }}{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}"
                    + "{% if add_generation_prompt %}<assistant>{% if mood is defined %}({{ mood }}){% endif %}{% endif %}";

    @TempDir
    Path model;

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.llama())) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        Files.writeString(model.resolve("chat_template.jinja"), TEMPLATE);
    }

    private Policy load(ChatSettings settings) {
        return Policy.load(model, Fixtures.runtime(), LoadOptions.defaults().withChat(Optional.of(settings)));
    }

    private long[] tokens(String rendered) {
        try (Tokenizer tokenizer = Tokenizer.load(model)) {
            return tokenizer.encodeRendered(rendered);
        }
    }

    @Test
    void aPromptIsWhatAUserSays() {
        ChatSettings settings = new ChatSettings(Optional.of("Be fair."), Map.of("mood", "calm"));
        try (Policy policy = load(settings)) {
            assertThat(policy.encodePrompt(new Prompt("p", "Who drives?")))
                    .isEqualTo(tokens("<bos><system>Be fair.<user>Who drives?<assistant>(calm)"));
            assertThat(policy.capabilities()).contains(Capability.CHAT);
            assertThat(policy.conditions())
                    .containsEntry("chat_system", "Be fair.")
                    .containsEntry("chat_variable_mood", "calm")
                    .containsKey("chat_template_sha256");
        }
    }

    @Test
    void aCompletionIsScoredBehindTheRenderedPromptAndATextWithoutPromptAsItIs() {
        String rendered = "<bos><user>Who drives?<assistant>";
        try (Policy policy = load(ChatSettings.plain());
                Policy plain = Policy.load(Fixtures.llama(), Fixtures.runtime())) {
            long[] all = tokens(rendered + "She does.");
            int start = tokens(rendered).length;
            float[] expected = plain.network()
                    .score(List.of(new TokenSequence(all, start)), List.of(), 1, false)
                    .get(0)
                    .logprobs();
            double sum = 0;
            for (float logprob : expected) {
                sum += logprob;
            }
            List<Continuation> texts =
                    List.of(new Continuation("a", "Who drives?", "She does."), new Continuation("b", "", "She does."));
            assertThat(policy.logLikelihood(texts).get(0).logprob()).isCloseTo(sum, within(1e-5));
            assertThat(policy.logLikelihood(texts).get(1))
                    .isEqualTo(plain.logLikelihood(texts).get(1));
            assertThat(Arrays.copyOf(all, start)).isEqualTo(tokens(rendered));
        }
    }

    @Test
    void settingsAreReadFromAConfiguration() {
        ConfigNode config = ConfigNode.parse(
                Path.of("c.yaml"), "chat: {system: Be kind., variables: {enable_thinking: false, depth: 3}}");
        assertThat(ChatSettings.read(config))
                .contains(new ChatSettings(Optional.of("Be kind."), Map.of("enable_thinking", false, "depth", 3L)));
        config.finish();
        assertThat(ChatSettings.read(ConfigNode.parse(Path.of("c.yaml"), "chat: true")))
                .contains(ChatSettings.plain());
        assertThat(ChatSettings.read(ConfigNode.parse(Path.of("c.yaml"), "chat: false")))
                .isEmpty();
    }

    @Test
    void aModelWithoutATemplateCannotBeAskedAsAChat() throws IOException {
        Files.delete(model.resolve("chat_template.jinja"));
        assertThatThrownBy(() -> load(ChatSettings.plain()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has no chat template")
                .hasMessageContaining("next: leave chat out");
    }

    @Test
    void theTemplateTravelsWithASavedModel(@TempDir Path folder) throws IOException {
        Files.createDirectory(model.resolve("additional_chat_templates"));
        Files.writeString(model.resolve("additional_chat_templates/tool_use.jinja"), "x");
        try (Policy policy = load(ChatSettings.plain())) {
            policy.saveAs(folder.resolve("saved"));
        }
        assertThat(folder.resolve("saved/chat_template.jinja")).hasContent(TEMPLATE);
        assertThat(folder.resolve("saved/additional_chat_templates/tool_use.jinja"))
                .hasContent("x");
    }
}
