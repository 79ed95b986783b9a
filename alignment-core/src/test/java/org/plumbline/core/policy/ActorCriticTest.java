package org.plumbline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.policy.ActorCritic.Experience;
import org.plumbline.core.policy.ActorCritic.OptimizerSettings;
import org.plumbline.core.policy.ActorCritic.StepResult;
import org.plumbline.core.policy.ActorCritic.ValueNetwork;
import org.plumbline.core.torch.TorchRuntime;

class ActorCriticTest {
    private static final OptimizerSettings ADAMW = new OptimizerSettings(0.9, 0.999, 1e-8, 0, 1.0);
    private static final LossSettings LOSS = LossSettings.of(0.8, 0.2, 0.2, 0.5);

    /** Eight responses of different lengths after prompts of different lengths. */
    private static List<Experience> experiences() {
        List<Experience> experiences = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int prompt = 1 + i % 3 * 4;
            int response = 2 + i;
            long[] tokens = new long[prompt + response];
            float[] old = new float[response];
            float[] advantages = new float[response];
            float[] values = new float[response];
            float[] returns = new float[response];
            for (int t = 0; t < tokens.length; t++) {
                tokens[t] = 5 + (i * 31L + t * 17L) % 350;
            }
            for (int t = 0; t < response; t++) {
                old[t] = -5.5f + 0.1f * ((i + t) % 5);
                advantages[t] = (float) Math.sin(i + 2.0 * t);
                values[t] = 0.1f * (t % 3);
                returns[t] = (float) Math.cos(i * t);
            }
            experiences.add(new Experience(new TokenSequence(tokens, prompt), old, advantages, values, returns));
        }
        return experiences;
    }

    private static List<TokenSequence> sequences(List<Experience> experiences) {
        return experiences.stream().map(Experience::sequence).toList();
    }

    @ParameterizedTest
    @EnumSource(ValueNetwork.class)
    void theMicroBatchSplitAndTheOrderChangeNothing(ValueNetwork kind) {
        List<Experience> experiences = experiences();
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic whole = ActorCritic.of(policy, kind, ADAMW)) {
            StepResult expected = whole.step(experiences, 8, LOSS, 1e-3);
            List<ActorCritic.Evaluation> after = whole.evaluate(sequences(experiences), 0.8);
            for (int size : new int[] {1, 2, 3, 4}) {
                try (ActorCritic split = ActorCritic.of(policy, kind, ADAMW)) {
                    List<Experience> order = new ArrayList<>(experiences);
                    java.util.Collections.rotate(order, size);
                    StepResult actual = split.step(order, size, LOSS, 1e-3);
                    assertThat(actual.policyLoss()).isCloseTo(expected.policyLoss(), within(1e-5));
                    assertThat(actual.valueLoss()).isCloseTo(expected.valueLoss(), within(1e-5));
                    assertThat(actual.gradientNorm())
                            .isCloseTo(expected.gradientNorm(), within(1e-5 * expected.gradientNorm()));
                    assertThat(actual.clippedTokens()).isEqualTo(expected.clippedTokens());
                    assertThat(actual.largestRatio()).isCloseTo(expected.largestRatio(), within(1e-4));
                    List<ActorCritic.Evaluation> values = split.evaluate(sequences(experiences), 0.8);
                    for (int i = 0; i < values.size(); i++) {
                        assertThat(values.get(i).logprobs())
                                .containsExactly(after.get(i).logprobs(), within(1e-4f));
                        assertThat(values.get(i).values())
                                .containsExactly(after.get(i).values(), within(1e-4f));
                    }
                }
            }
        }
    }

    /** With so large a vocabulary the logits of a pass are made in parts. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void logitsInPartsChangeNothing(boolean checkpointing, @TempDir Path folder) {
        int vocabulary = 1 << 18;
        RandomCheckpoint.write(folder, new RandomCheckpoint.Shape(2, 16, 32, 2, vocabulary, 64), 1);
        List<Experience> experiences = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long[] tokens = new long[20];
            float[] numbers = new float[16];
            for (int t = 0; t < tokens.length; t++) {
                tokens[t] = (i * 7919L + t * 104_729L) % vocabulary;
            }
            for (int t = 0; t < numbers.length; t++) {
                numbers[t] = (float) Math.sin(i + t);
            }
            float[] old = new float[16];
            java.util.Arrays.fill(old, (float) -Math.log(vocabulary));
            experiences.add(new Experience(new TokenSequence(tokens, 4), old, numbers, new float[16], numbers));
        }
        ActorCritic.Setup setup = new ActorCritic.Setup(ValueNetwork.SHARED, ADAMW, Optional.empty(), checkpointing);
        try (Policy policy = Policy.load(folder, Fixtures.runtime());
                ActorCritic parts = ActorCritic.of(policy, setup);
                ActorCritic single = ActorCritic.of(policy, setup)) {
            int chunk = policy.network().trainingChunk();
            assertThat(chunk).as("a sequence fits, a batch does not").isBetween(16, 64);
            StepResult expected = single.step(experiences, 1, LOSS, 1e-3);
            StepResult actual = parts.step(experiences, 8, LOSS, 1e-3);
            assertThat(actual.policyLoss()).isCloseTo(expected.policyLoss(), within(1e-5));
            assertThat(actual.valueLoss()).isCloseTo(expected.valueLoss(), within(1e-5));
            assertThat(actual.gradientNorm())
                    .isCloseTo(expected.gradientNorm(), within(1e-5 * expected.gradientNorm()));
            assertThat(actual.clippedTokens()).isEqualTo(expected.clippedTokens());
            assertThat(actual.largestRatio()).isCloseTo(expected.largestRatio(), within(1e-5));
            assertThat(actual.ratioSum()).isCloseTo(expected.ratioSum(), within(1e-3));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ValueNetwork.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void theValueFunctionLearnsItsReturns(ValueNetwork kind) {
        List<Experience> experiences = experiences();
        LossSettings valueOnly = LossSettings.of(1, 1e-6, 100, 1);
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic networks = ActorCritic.of(policy, kind, ADAMW)) {
            double first = networks.step(experiences, 8, valueOnly, 3e-3).valueLoss();
            double last = first;
            for (int i = 0; i < 60; i++) {
                last = networks.step(experiences, 8, valueOnly, 3e-3).valueLoss();
            }
            assertThat(last).isLessThan(first / 4);
        }
    }

    @Test
    void theReferenceStaysFrozen() {
        List<Experience> experiences = experiences();
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic networks = ActorCritic.of(policy, ValueNetwork.SHARED, ADAMW)) {
            List<ActorCritic.Evaluation> before = networks.evaluate(sequences(experiences), 1);
            for (int i = 0; i < before.size(); i++) {
                assertThat(before.get(i).logprobs())
                        .containsExactly(before.get(i).referenceLogprobs(), within(1e-6f));
                assertThat(before.get(i).values()).containsOnly(0f);
            }
            networks.step(experiences, 8, LOSS, 1e-2);
            List<ActorCritic.Evaluation> after = networks.evaluate(sequences(experiences), 1);
            assertThat(after.get(0).referenceLogprobs())
                    .containsExactly(before.get(0).referenceLogprobs());
            assertThat(after.get(0).logprobs()).isNotEqualTo(before.get(0).logprobs());
        }
    }

    @Test
    void aNonFiniteGradientIsNamedAndChangesNoWeight() {
        List<Experience> experiences = new ArrayList<>(experiences());
        Experience bad = experiences.get(3);
        bad.advantages()[1] = Float.NaN;
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic networks = ActorCritic.of(policy, ValueNetwork.SHARED, ADAMW)) {
            List<ActorCritic.Evaluation> before = networks.evaluate(sequences(experiences), 1);
            assertThatThrownBy(() -> networks.step(experiences, 4, LOSS, 1e-3))
                    .isInstanceOf(NonFiniteException.class)
                    .hasMessageContaining("gradient of model.embed_tokens.weight");
            List<ActorCritic.Evaluation> after = networks.evaluate(sequences(experiences), 1);
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i).logprobs())
                        .containsExactly(before.get(i).logprobs());
            }
            bad.advantages()[1] = 0.5f;
            assertThat(networks.step(experiences, 4, LOSS, 1e-3).gradientNorm()).isFinite();
        }
    }

    @Test
    void aSavedModelLoadsAsTheModelThatWasTrained(@TempDir Path folder) {
        List<Experience> experiences = experiences();
        Path saved = folder.resolve("model");
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic networks = ActorCritic.of(policy, ValueNetwork.SHARED, ADAMW)) {
            networks.step(experiences, 8, LOSS, 1e-2);
            networks.saveAs(saved);
            List<ActorCritic.Evaluation> trained = networks.evaluate(sequences(experiences), 1);
            try (Policy loaded = Policy.load(saved, Fixtures.runtime())) {
                List<Network.Scores> scores = loaded.network().score(sequences(experiences), List.of(), 1, false);
                for (int i = 0; i < scores.size(); i++) {
                    assertThat(scores.get(i).logprobs())
                            .containsExactly(trained.get(i).logprobs());
                }
            }
            assertThatThrownBy(() -> networks.saveAs(Fixtures.llama()))
                    .hasMessageContaining("is the model that was loaded");
        }
    }

    @Test
    void decoupledWeightDecayFollowsTheClosedForm() {
        TorchRuntime runtime = Fixtures.runtime();
        double lr = 0.1;
        double decay = 0.5;
        double[] w = {1, -2, 3};
        double[] g = {0.3, -0.2, 0.1};
        runtime.call(scope -> {
            var parameter = scope.floats(new float[] {1, -2, 3}, 3);
            try (AdamW adam = new AdamW(
                    runtime, List.of("w"), List.of(parameter), new OptimizerSettings(0.9, 0.99, 1e-8, decay, 0))) {
                double[] m = new double[3];
                double[] v = new double[3];
                for (int step = 1; step <= 5; step++) {
                    adam.gradients().get(0).addi(scope.floats(new float[] {0.3f, -0.2f, 0.1f}, 3));
                    assertThat(adam.step(lr)).isCloseTo(Math.sqrt(0.09 + 0.04 + 0.01), within(1e-6));
                    for (int i = 0; i < 3; i++) {
                        w[i] -= lr * decay * w[i];
                        m[i] = 0.9 * m[i] + 0.1 * g[i];
                        v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
                        double mHat = m[i] / (1 - Math.pow(0.9, step));
                        double vHat = v[i] / (1 - Math.pow(0.99, step));
                        w[i] -= lr * mHat / (Math.sqrt(vHat) + 1e-8);
                    }
                }
                float[] actual = parameter.toFloatArray();
                for (int i = 0; i < 3; i++) {
                    assertThat((double) actual[i]).isCloseTo(w[i], within(1e-5));
                }
            }
            return true;
        });
    }
}
