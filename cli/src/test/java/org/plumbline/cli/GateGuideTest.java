package org.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plumbline.datasets.input.Json;
import org.plumbline.reports.gate.Explanation;
import org.plumbline.reports.gate.GatePolicy;
import org.plumbline.reports.render.Judging;

/** docs/gate.md shows what the gate says, and knows every key. */
class GateGuideTest {
    private static final Path DATA = Path.of("../maven-plugin/src/it/fixtures");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private static String guide() {
        return Json.readText(Path.of("../docs/gate.md"));
    }

    @Test
    void thePageShowsWhatExplainPrints() {
        String guide = guide();
        Matcher policy = YAML.matcher(guide);
        assertThat(policy.find()).isTrue();
        GatePolicy rules = GatePolicy.parse(Path.of("four.yaml"), policy.group(1));
        List<String> lines = Judging.judge(DATA.resolve("after"), Optional.of(DATA.resolve("before")), rules, "")
                .verdict()
                .map(Explanation::lines)
                .orElseThrow();
        assertThat(guide).contains("```\n" + String.join("\n", lines) + "\n```");
        assertThat(policy.find()).as("another policy").isTrue();
        assertThat(GatePolicy.parse(Path.of("other.yaml"), policy.group(1)).rules())
                .hasSize(2);
    }

    @Test
    void thePageHasEveryKeyOfTheCommentedPolicies() throws IOException {
        String guide = guide();
        String keys = guide.substring(guide.indexOf("## Keys of gate.yaml"));
        for (Path file : List.of(
                Path.of("src/main/resources/org/plumbline/cli/init/gate.yaml"), Path.of("../starter/gate.yaml"))) {
            try (Stream<String> lines = Files.lines(file)) {
                assertThat(lines.map(line -> line.replaceAll("^[ #-]*|:.*$", ""))
                                .filter(key -> key.matches("[a-z-]+")))
                        .isNotEmpty()
                        .allSatisfy(key -> assertThat(keys).contains("`" + key + "`"));
            }
        }
    }
}
