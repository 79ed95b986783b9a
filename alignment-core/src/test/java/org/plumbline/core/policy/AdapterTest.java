package org.plumbline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.model.Continuation;
import org.plumbline.core.policy.ActorCritic.Evaluation;
import org.plumbline.core.policy.ActorCritic.Experience;
import org.plumbline.core.policy.ActorCritic.OptimizerSettings;
import org.plumbline.core.policy.ActorCritic.Setup;
import org.plumbline.core.policy.ActorCritic.ValueNetwork;
import org.plumbline.datasets.input.InputException;

/** Low-rank adapters: PEFT's numbers, directories that go and come back, and what cannot be loaded. */
class AdapterTest {
    private static final OptimizerSettings ADAMW = new OptimizerSettings(0.9, 0.999, 1e-8, 0, 1.0);
    private static final Path ADAPTER = Path.of("src/test/resources/fixtures/llama_lora");
    private static final LoraSettings ATTENTION = new LoraSettings(4, 8, List.of("q_proj", "v_proj"), 3);

    @TempDir
    Path folder;

    private static Policy load(Path directory) {
        return Policy.load(directory, Fixtures.runtime());
    }

    /** The PPO fixture of the base model: sequences, and what is trained of them. */
    private record Update(List<TokenSequence> sequences, List<Experience> experiences, double temperature) {
        static Update of(Path base) {
            Fixtures.Reference reference = new Fixtures.Reference(base);
            long[] ids = reference.longs("ppo.sequences");
            long[] mask = reference.longs("ppo.attention_mask");
            int width = reference.size("ppo.sequences", 1);
            int responses = reference.size("ppo.old_logprobs", 1);
            List<TokenSequence> sequences = new ArrayList<>();
            List<Experience> experiences = new ArrayList<>();
            for (int row = 0; row < reference.size("ppo.sequences", 0); row++) {
                int start = row * width;
                while (mask[start] == 0) {
                    start++;
                }
                long[] tokens = Arrays.copyOfRange(ids, start, (row + 1) * width);
                sequences.add(new TokenSequence(tokens, tokens.length - responses));
                int trained = 0;
                for (int i = 0; i < responses; i++) {
                    trained += (int) reference.floats("ppo.response_mask")[row * responses + i];
                }
                float[] zeros = new float[trained];
                int from = row * responses;
                experiences.add(new Experience(
                        new TokenSequence(
                                Arrays.copyOf(tokens, tokens.length - responses + trained), tokens.length - responses),
                        Arrays.copyOfRange(reference.floats("ppo.old_logprobs"), from, from + trained),
                        Arrays.copyOfRange(reference.floats("ppo.advantages"), from, from + trained),
                        zeros,
                        zeros));
            }
            return new Update(sequences, experiences, reference.floats("ppo.temperature")[0]);
        }
    }

    /** Losses, gradient norms and last log-probs were made by PEFT 0.21 and torch on the same files. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void threeUpdatesOfALoadedAdapterEqualPeft(boolean checkpointing) {
        equalsPeft(
                ADAPTER,
                Fixtures.llama(),
                checkpointing,
                new double[] {0.14218764, 0.10512720, 0.08057728},
                new double[] {1.1107695, 1.1333334, 0.4709086},
                new float[] {-3.907755f, -4.850884f, -3.837479f, -3.958074f, -4.492757f, -4.452246f});
    }

    @Test
    void threeUpdatesOfAnAdapterOnTransposedWeightsEqualPeft() {
        equalsPeft(
                Fixtures.shared("fixtures/parity/gpt2_lora"),
                Fixtures.shared("fixtures/parity/gpt2"),
                false,
                new double[] {0.20218992, 0.16446041, 0.14175931},
                new double[] {1.0027190, 0.8480850, 0.2990567},
                new float[] {-3.955648f, -3.617392f, -3.563544f, -3.634771f, -3.590078f, -3.602180f});
    }

    private static void equalsPeft(
            Path adapter, Path base, boolean checkpointing, double[] losses, double[] norms, float[] last) {
        Update update = Update.of(base);
        LossSettings loss = LossSettings.of(update.temperature(), 0.2, 0.2, 0);
        try (Policy policy = load(adapter);
                Policy plain = load(base);
                ActorCritic training = ActorCritic.of(
                        policy, new Setup(ValueNetwork.SHARED, ADAMW, Optional.empty(), checkpointing))) {
            assertThat(training.hasAdapter()).isTrue();
            for (int i = 0; i < losses.length; i++) {
                ActorCritic.StepResult step = training.step(update.experiences(), 1, loss, 1e-3);
                assertThat(step.policyLoss()).isCloseTo(losses[i], within(1e-5));
                assertThat(step.gradientNorm()).isCloseTo(norms[i], within(1e-4 * norms[i]));
            }
            List<Evaluation> after = training.evaluate(update.sequences(), update.temperature());
            assertThat(after.get(0).logprobs()).containsExactly(last, within(1e-4f));
            // The reference is the base model with the adapter off.
            List<Network.Scores> off =
                    plain.network().score(update.sequences(), List.of(), update.temperature(), false);
            for (int i = 0; i < off.size(); i++) {
                assertThat(after.get(i).referenceLogprobs())
                        .containsExactly(off.get(i).logprobs(), within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ValueNetwork.class)
    void aNewAdapterStartsAsNothingAndComesBackFromItsDirectoryAndMerged(ValueNetwork kind) {
        Update update = Update.of(Fixtures.llama());
        LossSettings loss = LossSettings.of(update.temperature(), 0.2, 0.2, 0.1);
        List<Continuation> texts = List.of(new Continuation("a", "The cat", " sat on the mat"));
        try (Policy policy = load(Fixtures.llama());
                ActorCritic training = ActorCritic.of(policy, new Setup(kind, ADAMW, Optional.of(ATTENTION), false))) {
            Evaluation before =
                    training.evaluate(update.sequences(), update.temperature()).get(0);
            assertThat(before.logprobs()).containsExactly(before.referenceLogprobs(), within(1e-6f));
            for (int i = 0; i < 4; i++) {
                training.step(update.experiences(), 2, loss, 1e-2);
            }
            Evaluation after =
                    training.evaluate(update.sequences(), update.temperature()).get(0);
            assertThat(after.referenceLogprobs()).containsExactly(before.referenceLogprobs(), within(0f));
            assertThat(after.logprobs()[0]).isNotCloseTo(before.logprobs()[0], within(1e-2f));
            training.saveAdapterAs(folder.resolve("adapter"));
            training.saveAs(folder.resolve("merged"));
        }
        assertThat(folder.resolve("adapter/adapter_config.json")).content().contains("\"r\" : 4", "q_proj", "v_proj");
        try (Policy adapted = load(folder.resolve("adapter"));
                Policy named = Policy.load(
                        Fixtures.llama(),
                        Fixtures.runtime(),
                        LoadOptions.defaults().withAdapter(folder.resolve("adapter")));
                Policy merged = load(folder.resolve("merged"));
                Policy base = load(Fixtures.llama())) {
            double expected = adapted.logLikelihood(texts).get(0).logprob();
            assertThat(merged.logLikelihood(texts).get(0).logprob()).isCloseTo(expected, within(1e-4));
            assertThat(named.logLikelihood(texts).get(0).logprob()).isEqualTo(expected);
            assertThat(base.logLikelihood(texts).get(0).logprob()).isNotCloseTo(expected, within(1e-3));
            assertThat(adapted.card().contentHash())
                    .isNotEqualTo(base.card().contentHash())
                    .isNotEqualTo(merged.card().contentHash());
        }
    }

    @Test
    void everyLinearLayerCanHaveOne() {
        try (Policy policy = load(Fixtures.llama());
                ActorCritic training = ActorCritic.of(
                        policy,
                        new Setup(
                                ValueNetwork.SHARED, ADAMW, Optional.of(new LoraSettings(2, 4, List.of(), 0)), true))) {
            training.saveAdapterAs(folder.resolve("adapter"));
        }
        assertThat(folder.resolve("adapter/adapter_config.json"))
                .content()
                .contains("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");
    }

    @Test
    void anUnknownTargetIsNamed() {
        try (Policy policy = load(Fixtures.llama())) {
            assertThatThrownBy(() -> ActorCritic.of(
                            policy,
                            new Setup(
                                    ValueNetwork.SHARED,
                                    ADAMW,
                                    Optional.of(new LoraSettings(2, 4, List.of("q_proj", "c_attn"), 0)),
                                    false)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("names c_attn")
                    .hasMessageContaining("accepted: q_proj, k_proj, v_proj, o_proj");
        }
    }

    private void edited(String from, String to, String... parts) throws IOException {
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.list(ADAPTER)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        Path config = copy.resolve("adapter_config.json");
        String text = Files.readString(config)
                .replace("\"../llama\"", '"' + Fixtures.llama().toString() + '"');
        assertThat(text).contains(from);
        Files.writeString(config, text.replace(from, to));
        assertThatThrownBy(() -> load(copy).close())
                .isInstanceOf(InputException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void otherKindsOfAdapterAreRefused() throws IOException {
        edited("\"use_dora\": false", "\"use_dora\": true", "use_dora is set", "next: merge the adapter");
    }

    @Test
    void adaptersThatChangedTheirBaseAreRefused() throws IOException {
        edited(
                "\"init_lora_weights\": true",
                "\"init_lora_weights\": \"pissa\"",
                "init_lora_weights is \"pissa\"",
                "next: convert it in PEFT");
    }

    @Test
    void adaptersThatActOnlySometimesAreRefused() throws IOException {
        edited(
                "\"alora_invocation_tokens\": null",
                "\"alora_invocation_tokens\": [1, 2]",
                "alora_invocation_tokens is set");
    }

    @Test
    void aSecondAdapterIsRefused() {
        try (Policy policy = load(ADAPTER)) {
            assertThatThrownBy(() -> ActorCritic.of(
                            policy, new Setup(ValueNetwork.SHARED, ADAMW, Optional.of(ATTENTION), false)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("the model has one already");
        }
    }

    @Test
    void aTokenizerAndATemplateBesideTheAdapterGoFirst() throws IOException {
        Path adapter = folder.resolve("speaking");
        Files.createDirectories(adapter);
        try (Stream<Path> files = Files.list(ADAPTER)) {
            for (Path file : files.toList()) {
                Files.copy(file, adapter.resolve(file.getFileName()));
            }
        }
        Files.writeString(adapter.resolve("chat_template.jinja"), "<{{ messages[0].content }}>");
        LoadOptions options = LoadOptions.defaults()
                .withAdapter(adapter)
                .withChat(Optional.of(org.plumbline.core.chat.ChatSettings.plain()));
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime(), options)) {
            policy.saveAs(folder.resolve("merged"));
        }
        assertThat(folder.resolve("merged/chat_template.jinja")).hasContent("<{{ messages[0].content }}>");
    }

    @Test
    void otherMethodsAreRefused() throws IOException {
        edited("\"peft_type\": \"LORA\"", "\"peft_type\": \"IA3\"", "peft_type is IA3", "accepted: LORA");
    }

    @Test
    void aBaseModelThatIsNotThereIsNamed() throws IOException {
        edited(
                Fixtures.llama().toString(),
                "someone/somewhere",
                "names the base model \"someone/somewhere\"",
                "next: name both: --model BASE_DIR --adapter");
    }

    @Test
    void anAdapterOfAnotherModelIsRefused() {
        Path other = Fixtures.shared("fixtures/parity/gpt2");
        assertThatThrownBy(() -> Policy.load(
                        other, Fixtures.runtime(), LoadOptions.defaults().withAdapter(ADAPTER)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("fits no linear layer of the base model");
    }
}
