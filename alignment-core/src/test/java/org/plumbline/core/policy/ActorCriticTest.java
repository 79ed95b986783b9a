package org.plumbline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.JsonNode;

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

    private static LossSettings loss(LossSettings.Over over, double entropy, Optional<LossSettings.Kl> kl) {
        return new LossSettings(
                0.8,
                0.2,
                0.3,
                OptionalDouble.of(3),
                OptionalDouble.of(20),
                new LossSettings.Mean(over, 12),
                OptionalDouble.of(0.2),
                0.5,
                entropy,
                kl);
    }

    private static Optional<LossSettings.Kl> kl(KlEstimator estimator) {
        return Optional.of(new LossSettings.Kl(estimator, 0.3, OptionalDouble.empty()));
    }

    /** With the state after the end as a position, and one response that does not count. */
    private static List<Experience> ragged(List<ActorCritic.Evaluation> evaluations) {
        List<Experience> plain = experiences();
        List<Experience> experiences = new ArrayList<>();
        for (int i = 0; i < plain.size(); i++) {
            Experience e = plain.get(i);
            boolean after = i % 2 == 0;
            int positions = e.sequence().scored() + (after ? 1 : 0);
            experiences.add(new Experience(
                    after ? e.sequence().andAfter() : e.sequence(),
                    e.oldLogprobs(),
                    evaluations.get(i).referenceLogprobs(),
                    e.advantages(),
                    java.util.Arrays.copyOf(e.oldValues(), positions),
                    java.util.Arrays.copyOf(e.returns(), positions),
                    i != 3));
        }
        return experiences;
    }

    @ParameterizedTest
    @EnumSource(LossSettings.Over.class)
    void everyTermOfTheLossIsInvariantToMicroBatchesAndOrder(LossSettings.Over over) {
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime())) {
            for (KlEstimator estimator : List.of(KlEstimator.K2, KlEstimator.K3, KlEstimator.FULL)) {
                LossSettings loss = loss(over, 0.05, kl(estimator));
                StepResult[] results = new StepResult[2];
                for (int i = 0; i < 2; i++) {
                    try (ActorCritic networks = ActorCritic.of(policy, ValueNetwork.SHARED, ADAMW)) {
                        List<Experience> order =
                                new ArrayList<>(ragged(networks.evaluate(sequences(experiences()), 0.8)));
                        networks.step(order, 8, loss, 1e-2);
                        java.util.Collections.rotate(order, 3 * i);
                        results[i] = networks.step(order, i == 0 ? 8 : 3, loss, 1e-2);
                    }
                }
                assertThat(results[1].policyLoss()).isCloseTo(results[0].policyLoss(), within(1e-5));
                assertThat(results[1].valueLoss()).isCloseTo(results[0].valueLoss(), within(1e-5));
                assertThat(results[1].entropy()).isCloseTo(results[0].entropy(), within(1e-4));
                assertThat(results[1].kl())
                        .isCloseTo(results[0].kl(), within(1e-5))
                        .isPositive();
                assertThat(results[1].tokens()).isEqualTo(results[0].tokens());
                assertThat(results[1].gradientNorm())
                        .isCloseTo(results[0].gradientNorm(), within(1e-4 * results[0].gradientNorm()));
            }
        }
    }

    @Test
    void theKlOfTheLossIsTheOneOfTheEvaluation() {
        List<TokenSequence> sequences = sequences(experiences());
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic networks = ActorCritic.of(policy, ValueNetwork.NONE, ADAMW)) {
            networks.step(experiences(), 8, LOSS, 3e-2);
            List<ActorCritic.Evaluation> moved = networks.evaluate(sequences, 0.8, new ActorCritic.Wanted(false, true));
            double full = 0;
            double k3 = 0;
            int tokens = 0;
            for (ActorCritic.Evaluation e : moved) {
                for (int t = 0; t < e.logprobs().length; t++) {
                    double d = (double) e.logprobs()[t] - e.referenceLogprobs()[t];
                    k3 += Math.expm1(-d) + d;
                    full += e.fullKl()[t];
                    tokens++;
                }
            }
            List<Experience> experiences = new ArrayList<>();
            for (int i = 0; i < sequences.size(); i++) {
                experiences.add(new Experience(
                        sequences.get(i),
                        moved.get(i).logprobs(),
                        moved.get(i).referenceLogprobs(),
                        new float[moved.get(i).logprobs().length],
                        new float[0],
                        new float[0],
                        true));
            }
            assertThat(full).isPositive();
            for (int micro : new int[] {8, 3}) {
                assertThat(networks.step(experiences, micro, loss(LossSettings.Over.TOKEN, 0, kl(KlEstimator.FULL)), 0)
                                .kl())
                        .isCloseTo(full / tokens, within(1e-5));
                assertThat(networks.step(experiences, micro, loss(LossSettings.Over.TOKEN, 0, kl(KlEstimator.K3)), 0)
                                .kl())
                        .isCloseTo(k3 / tokens, within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KlEstimator.class,
            names = {"K2", "K3", "FULL"})
    void klInTheLossPullsThePolicyBack(KlEstimator estimator) {
        List<Experience> experiences = experiences();
        LossSettings pull = loss(LossSettings.Over.TOKEN, 0, kl(estimator));
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic networks = ActorCritic.of(policy, ValueNetwork.NONE, ADAMW)) {
            networks.step(experiences, 8, LOSS, 3e-2);
            List<ActorCritic.Evaluation> moved = networks.evaluate(sequences(experiences), 0.8);
            List<Experience> still = new ArrayList<>();
            for (int i = 0; i < experiences.size(); i++) {
                still.add(new Experience(
                        experiences.get(i).sequence(),
                        moved.get(i).logprobs(),
                        moved.get(i).referenceLogprobs(),
                        new float[moved.get(i).logprobs().length],
                        new float[0],
                        new float[0],
                        true));
            }
            double first = networks.step(still, 8, pull, 3e-3).kl();
            double last = first;
            for (int i = 0; i < 12; i++) {
                last = networks.step(still, 8, pull, 3e-3).kl();
            }
            assertThat(last).isLessThan(first / 2);
        }
    }

    /** Token 0 stands at the position after the end, where its log-prob may be anything. */
    @ParameterizedTest
    @EnumSource(
            value = KlEstimator.class,
            names = {"K2", "K3", "FULL"})
    void aPositionThatDoesNotCountReachesNoGradient(KlEstimator estimator) {
        LossSettings cold = new LossSettings(
                0.002,
                0.2,
                0.2,
                OptionalDouble.empty(),
                OptionalDouble.of(20),
                LossSettings.Mean.TOKENS,
                OptionalDouble.of(0.2),
                0.1,
                0,
                kl(estimator));
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic networks = ActorCritic.of(policy, ValueNetwork.SHARED, ADAMW)) {
            List<Experience> experiences = ragged(networks.evaluate(sequences(experiences()), 0.002));
            assertThat(networks.step(experiences, 4, cold, 1e-3).gradientNorm()).isFinite();
        }
    }

    @Test
    void aMinibatchInWhichNothingCountsIsNotStepped() {
        List<Experience> none = experiences().stream()
                .map(e -> new Experience(
                        e.sequence(), e.oldLogprobs(), new float[0], e.advantages(), e.oldValues(), e.returns(), false))
                .toList();
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic networks = ActorCritic.of(policy, ValueNetwork.SHARED, ADAMW)) {
            networks.step(experiences(), 8, LOSS, 1e-2);
            List<ActorCritic.Evaluation> before = networks.evaluate(sequences(none), 1);
            StepResult result = networks.step(none, 8, LOSS, 1e-2);
            assertThat(result.outcome()).isEqualTo(ActorCritic.StepOutcome.SKIPPED);
            assertThat(result.tokens()).isZero();
            assertThat(networks.evaluate(sequences(none), 1).get(0).logprobs())
                    .as("momentum moves nothing")
                    .containsExactly(before.get(0).logprobs());
        }
    }

    @Test
    void anEntropyTermRaisesTheEntropy() {
        List<Experience> experiences = experiences();
        List<Experience> still = new ArrayList<>();
        for (Experience e : experiences) {
            still.add(new Experience(
                    e.sequence(),
                    e.oldLogprobs(),
                    new float[0],
                    new float[e.oldLogprobs().length],
                    new float[0],
                    new float[0],
                    true));
        }
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic networks = ActorCritic.of(policy, ValueNetwork.NONE, ADAMW)) {
            LossSettings loss = loss(LossSettings.Over.TOKEN, 1, Optional.empty());
            double first = networks.step(still, 8, loss, 3e-3).entropy();
            double last = first;
            for (int i = 0; i < 8; i++) {
                last = networks.step(still, 8, loss, 3e-3).entropy();
            }
            assertThat(last).isGreaterThan(first + 0.01);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ValueNetwork.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void theStateAfterTheLastTokenHasTheValueThatAFurtherTokenWouldFind(ValueNetwork kind) {
        List<Experience> experiences = experiences();
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic networks = ActorCritic.of(policy, kind, ADAMW)) {
            for (int i = 0; i < 5; i++) {
                networks.step(experiences, 8, LOSS, 1e-2);
            }
            List<TokenSequence> sequences = sequences(experiences);
            List<ActorCritic.Evaluation> plain = networks.evaluate(sequences, 0.8);
            List<ActorCritic.Evaluation> withAfter =
                    networks.evaluate(sequences, 0.8, new ActorCritic.Wanted(true, false));
            List<ActorCritic.Evaluation> longer = networks.evaluate(
                    sequences.stream()
                            .map(s -> new TokenSequence(
                                    java.util.Arrays.copyOf(s.tokens(), s.tokens().length + 1), s.firstScored()))
                            .toList(),
                    0.8);
            for (int i = 0; i < sequences.size(); i++) {
                int n = sequences.get(i).scored();
                assertThat(withAfter.get(i).logprobs())
                        .containsExactly(plain.get(i).logprobs(), within(1e-6f));
                assertThat(withAfter.get(i).values())
                        .containsExactly(plain.get(i).values(), within(1e-5f));
                assertThat(withAfter.get(i).valueAfter())
                        .isCloseTo(longer.get(i).values()[n], within(1e-5f));
                assertThat(plain.get(i).valueAfter()).isNaN();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ValueNetwork.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aStepOfTheValueFunctionAloneLeavesThePolicyAsItIs(ValueNetwork kind) {
        List<Experience> experiences = experiences();
        ActorCritic.StepControl valueOnly = new ActorCritic.StepControl(
                3, 1e-2, OptionalDouble.empty(), true, OptionalDouble.empty(), OptionalDouble.empty());
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic networks = ActorCritic.of(policy, kind, ADAMW)) {
            List<ActorCritic.Evaluation> before = networks.evaluate(sequences(experiences), 0.8);
            double first = networks.step(experiences, LOSS, valueOnly).valueLoss();
            double last = first;
            for (int i = 0; i < 20; i++) {
                last = networks.step(experiences, LOSS, valueOnly).valueLoss();
            }
            List<ActorCritic.Evaluation> after = networks.evaluate(sequences(experiences), 0.8);
            assertThat(last).isLessThan(first);
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i).logprobs())
                        .containsExactly(before.get(i).logprobs());
                assertThat(after.get(i).values()).isNotEqualTo(before.get(i).values());
            }
            assertThat(networks.step(experiences, 8, LOSS, 1e-2).gradientNorm()).isFinite();
            assertThat(networks.evaluate(sequences(experiences), 0.8).get(0).logprobs())
                    .isNotEqualTo(before.get(0).logprobs());
        }
    }

    @Test
    void aStepThatIsSkippedOrStoppedChangesNothing() {
        List<Experience> experiences = experiences();
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic networks = ActorCritic.of(policy, ValueNetwork.SHARED, ADAMW);
                ActorCritic same = ActorCritic.of(policy, ValueNetwork.SHARED, ADAMW)) {
            StepResult skipped = networks.step(
                    experiences,
                    LOSS,
                    new ActorCritic.StepControl(
                            4, 1e-2, OptionalDouble.empty(), false, OptionalDouble.of(1e-9), OptionalDouble.empty()));
            assertThat(skipped.outcome()).isEqualTo(ActorCritic.StepOutcome.SKIPPED);
            assertThat(skipped.gradientNorm()).isPositive();
            StepResult stopped = networks.step(
                    experiences,
                    LOSS,
                    new ActorCritic.StepControl(
                            4, 1e-2, OptionalDouble.empty(), false, OptionalDouble.empty(), OptionalDouble.of(-1e9)));
            assertThat(stopped.outcome()).isEqualTo(ActorCritic.StepOutcome.STOPPED);
            StepResult taken = networks.step(experiences, 4, LOSS, 1e-2);
            StepResult expected = same.step(experiences, 4, LOSS, 1e-2);
            assertThat(taken).isEqualTo(expected);
            assertThat(networks.evaluate(sequences(experiences), 1).get(0).logprobs())
                    .containsExactly(
                            same.evaluate(sequences(experiences), 1).get(0).logprobs());
        }
    }

    @Test
    void aValueLearningRateOfItsOwnStepsAndClipsApart() {
        List<Experience> experiences = experiences();
        OptimizerSettings clipping = new OptimizerSettings(0.9, 0.999, 1e-8, 0, 1e-3);
        ActorCritic.StepControl frozenPolicy = new ActorCritic.StepControl(
                8, 0, OptionalDouble.of(1e-2), false, OptionalDouble.empty(), OptionalDouble.empty());
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic networks = ActorCritic.of(policy, ValueNetwork.SEPARATE, clipping)) {
            List<ActorCritic.Evaluation> before = networks.evaluate(sequences(experiences), 0.8);
            double joint = networks.step(experiences, LOSS, frozenPolicy).gradientNorm();
            List<ActorCritic.Evaluation> after = networks.evaluate(sequences(experiences), 0.8);
            assertThat(after.get(0).logprobs()).containsExactly(before.get(0).logprobs());
            assertThat(after.get(0).values()).isNotEqualTo(before.get(0).values());
            try (ActorCritic whole = ActorCritic.of(policy, ValueNetwork.SEPARATE, clipping)) {
                assertThat(whole.step(experiences, 8, LOSS, 0).gradientNorm()).isCloseTo(joint, within(1e-5 * joint));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ValueNetwork.class)
    void aSavedStateGoesOnToTheSameBits(ValueNetwork kind, @TempDir Path folder) throws Exception {
        List<Experience> experiences = experiences();
        try (Policy policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
                ActorCritic first = ActorCritic.of(policy, kind, ADAMW);
                ActorCritic second = ActorCritic.of(policy, kind, ADAMW)) {
            for (int i = 0; i < 3; i++) {
                first.step(experiences, 8, LOSS, 1e-2);
            }
            int[] steps = first.writeState(folder);
            second.step(experiences, 2, LOSS, 1e-1);
            second.readState(folder, steps);
            for (int i = 0; i < 3; i++) {
                assertThat(second.step(experiences, 8, LOSS, 1e-2)).isEqualTo(first.step(experiences, 8, LOSS, 1e-2));
            }
            for (int i = 0; i < experiences.size(); i++) {
                assertThat(second.evaluate(sequences(experiences), 1).get(i).logprobs())
                        .containsExactly(
                                first.evaluate(sequences(experiences), 1).get(i).logprobs());
            }
            if (kind == ValueNetwork.SEPARATE) {
                try (ActorCritic other = ActorCritic.of(policy, ValueNetwork.NONE, ADAMW)) {
                    assertThatThrownBy(() -> other.readState(folder, steps)).hasMessageContaining("step counters");
                }
            }
        }
    }

    @Test
    void theOptimiserEqualsPyTorchsAndTensorFlows() {
        JsonNode golden = Json.read(Path.of("src/test/resources/fixtures/ppo/golden.json"))
                .get("adam");
        TorchRuntime runtime = Fixtures.runtime();
        for (JsonNode run : golden.get("runs")) {
            boolean tensorFlow = run.get("form").asString().startsWith("tensorflow");
            OptimizerSettings settings = new OptimizerSettings(
                    run.get("betas").get(0).asDouble(),
                    run.get("betas").get(1).asDouble(),
                    run.get("eps").asDouble(),
                    run.path("weight_decay").asDouble(0),
                    0,
                    tensorFlow ? OptimizerSettings.Form.TENSORFLOW : OptimizerSettings.Form.PYTORCH);
            runtime.call(scope -> {
                var parameter = scope.floats(floats(golden.get("initial")), 3);
                try (AdamW adam = new AdamW(runtime, List.of("w"), List.of(parameter), settings)) {
                    for (int step = 0; step < golden.get("gradients").size(); step++) {
                        adam.gradients()
                                .get(0)
                                .addi(scope.floats(
                                        floats(golden.get("gradients").get(step)), 3));
                        adam.step(run.get("lr").asDouble());
                        assertThat(parameter.toFloatArray())
                                .as(run.get("source").asString() + ", step " + step)
                                .containsExactly(floats(run.get("trajectory").get(step)), within(1e-6f));
                    }
                }
                return true;
            });
        }
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
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
