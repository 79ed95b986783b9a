package org.plumbline.core.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.checkpoint.BytePairTrainer;
import org.plumbline.core.model.Continuation;
import org.plumbline.core.model.Prompt;
import org.plumbline.core.model.Sampling;
import org.plumbline.core.policy.Policy;
import org.plumbline.core.policy.RandomCheckpoint;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.InputException;

class LmTrainerTest {
    private static final List<String> TEXTS = List.of("the cat sat on the mat", "the dog ran to the gate");

    @TempDir
    Path folder;

    private static LmSettings settings() {
        return LmSettings.read(ConfigNode.parse(
                Path.of("lm.yaml"),
                "{epochs: 30, batch-size: 4, context-tokens: 32, learning-rate: 0.01, warmup-updates: 5}"));
    }

    private Policy start(String name) {
        Path directory = RandomCheckpoint.write(
                folder.resolve(name),
                new RandomCheckpoint.Shape(2, 32, 64, 2, 290, 32, true),
                BytePairTrainer.train(TEXTS, 290),
                new RandomCheckpoint.SpecialTokens(BytePairTrainer.BEGINNING, 0, BytePairTrainer.END, 1),
                7);
        return Policy.load(directory, TorchRuntime.on("cpu"));
    }

    private LmTrainer.Outcome train(String name, List<Double> losses, int stopAfter) {
        List<String> texts = new ArrayList<>(Collections.nCopies(6, TEXTS.get(0)));
        texts.addAll(Collections.nCopies(6, TEXTS.get(1)));
        try (Policy policy = start(name + "-start")) {
            LmTrainer trainer = new LmTrainer(policy, texts, TEXTS, settings());
            assertThat(trainer.updates()).isEqualTo(90);
            return trainer.train(
                    folder.resolve(name),
                    (update, metrics) -> losses.add(metrics.get("loss/nats_per_token")),
                    () -> losses.size() >= stopAfter);
        }
    }

    @Test
    void aModelLearnsTheTextsAndEndsThem() {
        List<Double> losses = new ArrayList<>();
        LmTrainer.Outcome outcome = train("run", losses, 1000);
        assertThat(losses).hasSize(90);
        assertThat(losses.get(0)).isCloseTo(Math.log(290), within(0.3));
        assertThat(losses.get(89)).isLessThan(0.3);
        try (Policy trained = Policy.load(outcome.model(), TorchRuntime.on("cpu"))) {
            String completion = trained.generate(List.of(new Prompt("p", "the dog")), new Sampling(20, 0, 0, 1, 0, 1))
                    .get(0)
                    .text();
            assertThat(completion).isEqualTo(" ran to the gate");
            // The held-out loss is over all tokens, the end of sequence among them; score does not count that one.
            double logprob = trained.logLikelihood(List.of(new Continuation("c", "", TEXTS.get(0))))
                    .get(0)
                    .logprob();
            assertThat(outcome.heldOutLoss()).isBetween(0.0, 0.3);
            assertThat(logprob).isGreaterThan(-3);
        }
    }

    @Test
    void theSameSeedGivesTheSameWeights() throws IOException {
        train("one", new ArrayList<>(), 1000);
        train("two", new ArrayList<>(), 1000);
        assertThat(folder.resolve("two/model/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("one/model/model.safetensors"));
    }

    @Test
    void anInterruptedRunLeavesItsWeights() {
        List<Double> losses = new ArrayList<>();
        LmTrainer.Outcome outcome = train("stopped", losses, 10);
        assertThat(outcome.interrupted()).isTrue();
        assertThat(outcome.updates()).isEqualTo(10);
        assertThat(outcome.model().getFileName()).hasToString("model-unfinished");
        assertThat(Files.exists(outcome.model().resolve("model.safetensors"))).isTrue();
        assertThat(Files.exists(folder.resolve("stopped/model"))).isFalse();
    }

    @Test
    void textsLongerThanTheContextAreRefusedBeforeAnythingRuns() {
        LmSettings tooLong = LmSettings.read(ConfigNode.parse(Path.of("lm.yaml"), "context-tokens: 33"));
        try (Policy policy = start("short")) {
            assertThatThrownBy(() -> new LmTrainer(policy, TEXTS, List.of(), tooLong))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("training.context-tokens: is 33; the model's context is 32");
        }
    }

    @Test
    void theRateRisesThenFalls() {
        LmSettings settings = settings();
        assertThat(settings.learningRate(1, 90)).isCloseTo(0.002, within(1e-12));
        assertThat(settings.learningRate(5, 90)).isCloseTo(0.01, within(1e-12));
        assertThat(settings.learningRate(90, 90)).isCloseTo(0.0005, within(1e-12));
    }
}
