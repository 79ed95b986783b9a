package org.plumbline.datasets.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigNodeTest {
    private static ConfigNode parse(String text) {
        return ConfigNode.parse(Path.of("conf/a.yaml"), text);
    }

    @Test
    void valuesAreReadWithTheirTypes() {
        ConfigNode node = parse("n: 3\nx: 1e-4\ny: 2.5\nt: NO\nf: true\np: sub/file.txt\nl: [a, 1]\nm: {k: v}\n");
        assertThat(node.integer("n", 0, 0, 10)).isEqualTo(3);
        assertThat(node.number("x", 0, 0, 1)).isEqualTo(1e-4);
        assertThat(node.number("y", 0, 0, 5)).isEqualTo(2.5);
        assertThat(node.text("t", "")).isEqualTo("NO");
        assertThat(node.flag("f", false)).isTrue();
        assertThat(node.optionalPath("p").orElseThrow()).endsWithRaw(Path.of("conf/sub/file.txt"));
        assertThat(node.textList("l")).containsExactly("a", "1");
        assertThat(node.section("m").text("k", "")).isEqualTo("v");
        node.finish();
    }

    @Test
    void everyProblemHasItsPlaceAndAllComeAtOnce() {
        ConfigNode node = parse("n: many\nx: 7\nunknown: 1\nm:\n  deep: {k: [1]}\n");
        node.integer("n", 1, 1, 5);
        node.number("x", 1, 0, 5);
        node.section("m").section("deep").text("k", "");
        node.requiredText("needed");
        assertThatThrownBy(node::finish)
                .isInstanceOf(InputException.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .contains("conf/a.yaml:1:4: n is \"many\"; accepted: a whole number from 1 to 5")
                        .contains("conf/a.yaml:2:4: x is \"7\"; accepted: a number from 0.0 to 5.0")
                        .contains("conf/a.yaml:5:13: m.deep.k is a list; accepted: text")
                        .contains("conf/a.yaml: needed is missing")
                        .contains("conf/a.yaml:3:10: unknown is not a known key; accepted: n, x, m, needed"));
    }

    @Test
    void syntaxErrorsAndDuplicateKeysHavePositions() {
        assertThatThrownBy(() -> parse("a: [1, 2\nb: 3\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("conf/a.yaml:2:")
                .hasMessageContaining("not valid YAML");
        assertThatThrownBy(() -> parse("a: 1\na: 2\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("conf/a.yaml:2:");
        assertThatThrownBy(() -> parse("- a\n- b\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a mapping was expected");
    }

    @Test
    void anEmptyFileIsAnEmptyMapping() {
        ConfigNode node = parse("");
        assertThat(node.has("a")).isFalse();
        assertThat(node.integer("a", 4, 0, 9)).isEqualTo(4);
        node.finish();
    }
}
