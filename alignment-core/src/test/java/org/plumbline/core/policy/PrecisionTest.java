package org.plumbline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.model.Continuation;
import org.plumbline.core.model.Prompt;
import org.plumbline.core.model.Sampling;
import org.plumbline.core.policy.ActorCritic.Experience;
import org.plumbline.core.policy.ActorCritic.OptimizerSettings;
import org.plumbline.core.policy.ActorCritic.Setup;
import org.plumbline.core.policy.ActorCritic.ValueNetwork;

/** Computing in bfloat16 gives about the numbers of float32, and trains. */
class PrecisionTest {
    private static final List<Continuation> TEXTS = List.of(new Continuation("a", "The cat", " sat on the mat"));
    private static final LoadOptions BFLOAT16 = LoadOptions.defaults().withPrecision(Precision.BFLOAT16);

    @TempDir
    Path folder;

    private static Path model(String name) {
        return name.equals("llama") ? Fixtures.llama() : Fixtures.shared("fixtures/parity/" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "gpt2", "gpt_neox", "qwen2_bf16", "qwen3", "phi3", "mistral", "gemma2"})
    void logLikelihoodsAreCloseToThoseOfFloat32(String name) {
        try (Policy exact = Policy.load(model(name), Fixtures.runtime());
                Policy half = Policy.load(model(name), Fixtures.runtime(), BFLOAT16)) {
            assertThat(half.precision()).isEqualTo(Precision.BFLOAT16);
            double expected = exact.logLikelihood(TEXTS).get(0).logprob();
            double actual = half.logLikelihood(TEXTS).get(0).logprob();
            // 8 bits of mantissa: about a hundredth by token.
            assertThat(actual).isCloseTo(expected, within(0.02 * Math.abs(expected)));
            assertThat(actual).isNotEqualTo(expected);
            List<Prompt> prompts = List.of(new Prompt("p", "The cat"), new Prompt("q", "Once upon a time"));
            assertThat(half.generate(prompts, Sampling.greedy(8))).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itTrainsWithFloat32MastersOrAnAdapter(boolean lora) {
        TokenSequence sequence = new TokenSequence(new long[] {1, 20, 30, 40, 50, 60, 70}, 3);
        float[] up = {1, 1, 1, 1};
        float[] zeros = new float[4];
        Optional<LoraSettings> adapter = lora ? Optional.of(new LoraSettings(4, 8, List.of(), 1)) : Optional.empty();
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime(), BFLOAT16);
                ActorCritic training = ActorCritic.of(
                        policy,
                        new Setup(ValueNetwork.SHARED, new OptimizerSettings(0.9, 0.999, 1e-8, 0, 1), adapter, lora))) {
            float[] before = training.evaluate(List.of(sequence), 1).get(0).logprobs();
            for (int i = 0; i < 10; i++) {
                float[] old = training.evaluate(List.of(sequence), 1).get(0).logprobs();
                training.step(
                        List.of(new Experience(sequence, old, up, zeros, zeros)),
                        1,
                        LossSettings.of(1, 0.2, 0.2, 0.1),
                        // Far below what a bfloat16 weight could hold: only masters take such steps.
                        2e-3);
            }
            float[] after = training.evaluate(List.of(sequence), 1).get(0).logprobs();
            assertThat(sum(after)).isGreaterThan(sum(before) + 2);
            training.saveAs(folder.resolve("model"));
            try (Policy saved = Policy.load(folder.resolve("model"), Fixtures.runtime(), BFLOAT16)) {
                float[] again = saved.network()
                        .score(List.of(sequence), List.of(), 1, false)
                        .get(0)
                        .logprobs();
                assertThat(sum(again)).isCloseTo(sum(after), within(0.3));
            }
        }
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
