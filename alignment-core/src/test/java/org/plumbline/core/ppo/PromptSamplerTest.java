package org.plumbline.core.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.plumbline.datasets.PromptRecord;
import org.plumbline.datasets.input.InputException;

class PromptSamplerTest {
    private static PromptRecord prompt(String id, String pair) {
        return new PromptRecord(
                id,
                id,
                Optional.empty(),
                Optional.empty(),
                pair.isEmpty() ? Optional.empty() : Optional.of(pair),
                Optional.empty(),
                Optional.empty());
    }

    private static List<PromptRecord> prompts() {
        List<PromptRecord> prompts = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            prompts.add(prompt("single" + i, ""));
        }
        for (int i = 0; i < 6; i++) {
            prompts.add(prompt("left" + i, "p" + i));
            prompts.add(prompt("right" + i, "p" + i));
        }
        return prompts;
    }

    @Test
    void twinsStayTogetherAndEveryPromptComesUpOnceARound() {
        PromptSampler sampler = new PromptSampler(prompts(), 5, 1, 3);
        Map<String, Integer> seen = new HashMap<>();
        int drawn = 0;
        while (drawn < 19 * 10) {
            List<PromptRecord> next = sampler.next(5);
            assertThat(next).hasSizeBetween(4, 5);
            drawn += next.size();
            for (PromptRecord p : next) {
                seen.merge(p.id(), 1, Integer::sum);
                p.pair()
                        .ifPresent(pair -> assertThat(next.stream()
                                        .filter(q -> q.pair().equals(Optional.of(pair)))
                                        .count())
                                .as("members of %s", pair)
                                .isGreaterThanOrEqualTo(2));
            }
        }
        assertThat(seen).hasSize(19);
        assertThat(seen.values()).allSatisfy(count -> assertThat(count).isBetween(9, 11));
    }

    @Test
    void aBatchThatPairsCannotFillIsShortAndSkewsNothing() {
        List<PromptRecord> prompts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            prompts.add(prompt("left" + i, "p" + i));
            prompts.add(prompt("right" + i, "p" + i));
        }
        prompts.add(prompt("single", ""));
        PromptSampler sampler = new PromptSampler(prompts, 3, 1, 0);
        int singles = 0;
        int drawn = 0;
        for (int batch = 0; batch < 200; batch++) {
            List<PromptRecord> next = sampler.next(3);
            drawn += next.size();
            singles += (int) next.stream().filter(p -> p.id().equals("single")).count();
        }
        assertThat(singles).isBetween(drawn / 21 - 2, drawn / 21 + 2);
    }

    @Test
    void theSeedFixesTheOrder() {
        assertThat(new PromptSampler(prompts(), 4, 1, 9).next(4))
                .isEqualTo(new PromptSampler(prompts(), 4, 1, 9).next(4));
        assertThat(new PromptSampler(prompts(), 4, 1, 9).next(4))
                .isNotEqualTo(new PromptSampler(prompts(), 4, 1, 10).next(4));
    }

    @Test
    void fewerPromptsThanTheBatchAreRepeated() {
        assertThat(new PromptSampler(List.of(prompt("only", "")), 3, 1, 0).next(3))
                .hasSize(3);
    }

    @Test
    void aPairThatCannotFitIsRefused() {
        assertThatThrownBy(() -> new PromptSampler(prompts(), 1, 1, 0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("batch-size")
                .hasMessageContaining("has 2 prompts");
    }
}
