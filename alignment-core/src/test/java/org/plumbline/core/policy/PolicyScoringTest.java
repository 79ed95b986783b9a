package org.plumbline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plumbline.core.checkpoint.Tokenizer;
import org.plumbline.core.model.Completion;
import org.plumbline.core.model.Continuation;
import org.plumbline.core.model.LogLikelihood;
import org.plumbline.core.model.Prompt;
import org.plumbline.core.model.Sampling;
import org.plumbline.datasets.input.InputException;

class PolicyScoringTest {
    private static Policy policy;

    @BeforeAll
    static void load() {
        policy = Policy.load(Fixtures.llama(), Fixtures.runtime());
    }

    @AfterAll
    static void close() {
        policy.close();
    }

    private static LogLikelihood score(String prompt, String completion) {
        return policy.logLikelihood(List.of(new Continuation("x", prompt, completion)))
                .get(0);
    }

    @Test
    void trailingSpacesOfThePromptBelongToTheCompletion() {
        LogLikelihood expected = score("The cat", " sat on the mat");
        LogLikelihood moved = score("The cat ", "sat on the mat");
        assertThat(moved.logprob()).isCloseTo(expected.logprob(), within(1e-5));
        assertThat(moved.tokens()).isEqualTo(expected.tokens());
        // A no-break space ends a string for Python's rstrip, not for Java's stripTrailing.
        assertThat(policy.tokenizer().encodePair("The cat\u00a0", "sat").completionStart())
                .isEqualTo(policy.tokenizer().encodePair("The cat", "sat").completionStart());
    }

    @Test
    void thePartsOfASequenceSumToTheWhole() {
        LogLikelihood whole = score("", "The cat sat on the mat");
        LogLikelihood first = score("", "The cat");
        Tokenizer.Pair pair = policy.tokenizer().encodePair("", "The cat");
        assertThat(pair.tokens()[0]).as("beginning of sequence").isEqualTo(1);
        assertThat(pair.completionStart()).isEqualTo(1);
        assertThat(whole.tokens()).isGreaterThan(first.tokens());
        assertThat(whole.logprob()).isLessThan(first.logprob());
    }

    @Test
    void aBatchScoresAsItsRowsDoAlone() {
        List<Continuation> rows = List.of(
                new Continuation("a", "", "One two three four five six seven"),
                new Continuation("b", "Hello", " world"),
                new Continuation("c", "A much longer prompt than the others have, really", "!"));
        List<LogLikelihood> together = policy.logLikelihood(rows);
        for (int i = 0; i < rows.size(); i++) {
            LogLikelihood alone = policy.logLikelihood(List.of(rows.get(i))).get(0);
            assertThat(together.get(i).logprob()).isCloseTo(alone.logprob(), within(1e-4));
            assertThat(together.get(i).greedy()).isEqualTo(alone.greedy());
        }
    }

    @Test
    void greedyTextScoresAsGreedy() {
        Completion completion = policy.generate(List.of(new Prompt("p", "The cat")), Sampling.greedy(1))
                .get(0);
        // A generated token need not survive re-encoding; when it does, it must be the greedy one.
        Tokenizer.Pair pair = policy.tokenizer().encodePair("The cat", completion.text());
        if (pair.tokens().length - pair.completionStart() == 1) {
            assertThat(score("The cat", completion.text()).greedy()).isTrue();
        }
        assertThat(score("The cat", " zebra").greedy()).isFalse();
    }

    @Test
    void anEmptyCompletionHasLikelihoodOne() {
        LogLikelihood nothing = score("The cat", "");
        assertThat(nothing.logprob()).isZero();
        assertThat(nothing.tokens()).isZero();
    }

    @Test
    void textBeyondTheContextIsAnErrorThatNamesTheItem() {
        assertThatThrownBy(() -> score("", "word ".repeat(600)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("item x")
                .hasMessageContaining("context is 512");
    }

    @Test
    void completionsKeepTheirLeadingSpaceAndDrawsTheirOrder() {
        List<Completion> completions = policy.generate(
                List.of(new Prompt("a", "The"), new Prompt("b", "A longer prompt")), new Sampling(6, 1, 0, 1, 9, 3));
        assertThat(completions)
                .extracting(c -> c.promptId() + c.draw())
                .containsExactly("a0", "a1", "a2", "b0", "b1", "b2");
        assertThat(completions).allSatisfy(c -> assertThat(c.tokens()).isBetween(1, 6));
    }

    @Test
    void laterDrawsAreTheSameWithoutTheEarlierOnes() {
        List<Prompt> prompts = List.of(new Prompt("a", "The"), new Prompt("b", "A longer prompt"));
        Sampling sampling = new Sampling(6, 1, 0, 1, 9, 3);
        List<Completion> all = policy.generate(prompts, sampling);
        assertThat(policy.generate(prompts, sampling.withSamplesPerPrompt(2), 1, () -> false))
                .containsExactly(all.get(1), all.get(2), all.get(4), all.get(5));
        assertThatThrownBy(() -> policy.generate(prompts, sampling, 0, () -> true))
                .isInstanceOf(CancellationException.class);
    }
}
