package org.plumbline.core.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.JsonNode;

/** The engine against Jinja2 itself, and against templates that mean harm. */
class JinjaTemplateTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T15:06:07Z"), ZoneOffset.UTC);

    private static String render(String template, Map<String, ?> variables) {
        return JinjaTemplate.parse("test.jinja", template).render(variables, CLOCK);
    }

    /** Snippets with what Jinja2 3.1.6 makes of them under the settings of transformers; null is an error. */
    @Test
    void agreesWithJinja() {
        JsonNode golden = Json.read(Path.of("src/test/resources/fixtures/jinja_golden.json"));
        Map<String, Object> variables = new HashMap<>();
        golden.path("variables").properties().forEach(e -> variables.put(e.getKey(), e.getValue()));
        List<String> differences = new ArrayList<>();
        for (JsonNode item : golden.path("cases")) {
            String template = item.path(0).asString();
            String expected =
                    item.path(1).isNull() ? "an error" : "text: " + item.path(1).asString();
            String found;
            try {
                found = "text: " + render(template, variables);
            } catch (InputException e) {
                found = "an error";
            }
            if (!found.equals(expected)) {
                differences.add(template + "\n  expected " + expected + "\n  found    " + found);
            }
        }
        assertThat(golden.path("cases").size()).isGreaterThan(1000);
        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
                "{{ 'x' * 999999999 }}",
                "{{ [0] * 999999999 }}",
                "{{ 2 ** 999999999 }}",
                "{{ range(100001) }}",
                "{{ 'x'.center(999999999) }}",
                "{{ '%999999999d' % 1 }}",
                "{{ '{:999999999}'.format(1) }}",
                "{{ {'a': 1}|tojson(indent=999999999) }}",
                "{% set n = namespace(s='xy') %}{% for i in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}",
                "{% set n = namespace(s='xy') %}{% for i in range(99) %}{% set n.s = n.s.replace('x', n.s) %}{% endfor %}",
                "{% set n = namespace(l=[1]) %}{% for i in range(99) %}{% set n.l = n.l + n.l %}{% endfor %}",
                "{% set n = namespace(l=[1]) %}{% for i in range(99) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l }}",
                "{% set n = namespace(l=[1]) %}{% for i in range(99) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l|tojson }}",
                "{% set n = namespace(l=(1,)) %}{% for i in range(99) %}{% set n.l = (n.l, n.l) %}{% endfor %}{{ {n.l: 1} }}",
                "{% set n = namespace(i=9) %}{% for i in range(99) %}{% set n.i = n.i * n.i %}{% endfor %}",
                "{% set n = namespace() %}{% set n.n = n %}{{ n }}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                "{% for x in range(100000) %}{{ 'x' * 10000 }}{% endfor %}"
            })
    @Timeout(60)
    void harmEndsInAMessage(String template) {
        assertThatThrownBy(() -> render(template, Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("test.jinja:1:")
                .hasMessageContaining("next: ");
    }

    @Test
    @Timeout(60)
    void depthEndsInAMessage() {
        for (String template : List.of(
                "{{ " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " }}",
                "{{ " + "not ".repeat(100_000) + "1 }}",
                "{{ " + "-".repeat(100_000) + "1 }}",
                "{{ 1" + " + 1".repeat(200_000) + " }}",
                "{{ x" + ".x".repeat(200_000) + " }}",
                "{% if 1 %}".repeat(100_000) + "{% endif %}".repeat(100_000))) {
            assertThatThrownBy(() -> render(template, Map.of()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("nested");
        }
    }

    @Test
    void whatIsUnknownIsSaidWhenItIsRead() {
        for (Map.Entry<String, String> entry : Map.of(
                        "a\n {% include 'b' %}",
                                "test.jinja:2:5: the chat template needs what is not supported: {% include %}",
                        "{% do x %}", "test.jinja:1:4: not a chat template that can be read: unknown tag {% do %}",
                        "{{ 1 | sparkle }}",
                                "test.jinja:1:8: not a chat template that can be read: no filter is named 'sparkle'",
                        "{{ 1 | urlize }}",
                                "test.jinja:1:8: the chat template needs what is not supported: the filter 'urlize'",
                        "{{ 1 is sparkling }}", "no test is named 'sparkling'",
                        "{% for x in y %}",
                                "test.jinja:1:4: not a chat template that can be read: {% for %} is not closed",
                        "{{ 'é' ~ }}",
                                "test.jinja:1:10: not a chat template that can be read: expected an expression, found '}}'")
                .entrySet()) {
            assertThatThrownBy(() -> JinjaTemplate.parse("test.jinja", entry.getKey()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(entry.getValue());
        }
    }

    @Test
    void failuresHaveTheirPlace() {
        assertThatThrownBy(() -> render("a\n{% if true %}\n  {{ message.content.text }}\n{% endif %}", Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "test.jinja:3:13: the chat template uses what is not there: 'message' is undefined");
        assertThatThrownBy(() -> render("{{ [].append(1) }}", Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "what a sandbox forbids: access to attribute 'append' of 'list' object is unsafe");
        assertThatThrownBy(() -> render("{{ raise_exception('only users speak') }}", Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("refuses the conversation: only users speak");
        assertThatThrownBy(
                        () -> render("{{ cycler }}", Map.of("cycler", List.of().iterator())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a template cannot see");
    }

    @Test
    void seesValuesOfJava() {
        Map<String, Object> value = new HashMap<>();
        value.put("a", null);
        assertThat(render(
                        "{{ v }}{{ t }}{{ f }}{{ l }}",
                        Map.of("v", value, "t", "é", "f", 1.5f, "l", List.of(1, 2L, true, List.of()))))
                .isEqualTo("{'a': None}é1.5[1, 2, True, []]");
    }
}
