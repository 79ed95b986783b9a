package org.plumbline.rewards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumbline.core.reward.RewardShapers;
import org.plumbline.core.reward.spi.Reward;
import org.plumbline.core.reward.spi.RewardBatch;
import org.plumbline.datasets.PromptRecord;
import org.plumbline.datasets.input.ConfigNode;

/** docs/rewards.md shows code that compiles and does what the page says. */
class RewardGuideTest {
    @Test
    void theGuideShowsTheClassThatIsTested() throws IOException {
        String source = Files.readString(Path.of("src/test/java/org/plumbline/rewards/ShortAnswers.java"));
        String shown = source.substring(source.indexOf("public final class"));
        assertThat(Files.readString(Path.of("../docs/rewards.md"))).contains("```java\n" + shown + "```");
    }

    @Test
    void theExampleRewardsShortAnswers() {
        ConfigNode options = ConfigNode.parse(Path.of("o.yaml"), "most: 4");
        RewardBatch batch = RewardBatch.of(List.of(item("abc"), item("abcdefgh")), 0);
        List<Reward> rewards = new ShortAnswers().create(options).shape(batch);
        options.finish();
        assertThat(rewards).extracting(r -> ((Reward.Scored) r).value()).containsExactly(1.0, 0.5);
        assertThat(RewardShapers.of(List.of(new ShortAnswers())).summaries()).containsKey("acme:short-answers");
    }

    private static RewardBatch.Item item(String completion) {
        return new RewardBatch.Item(PromptRecord.of(completion, ""), completion, new long[0], true, List.of());
    }
}
