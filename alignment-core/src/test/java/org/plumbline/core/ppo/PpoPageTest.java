package org.plumbline.core.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** docs/ppo.md says what the code does. The accepted values are written again with -Dplumbline.golden=write. */
class PpoPageTest {
    private static final Path PAGE = Path.of("../docs/ppo.md");
    private static final String WRONG = "no-such-value";

    private static List<String> cells(String line) {
        String[] parts = line.split("(?<!\\\\)\\|", -1);
        return Arrays.stream(parts)
                .skip(1)
                .limit(parts.length - 2L)
                .map(String::strip)
                .toList();
    }

    /** Rows below the header that starts with these cells. */
    private static List<List<String>> table(List<String> lines, String... header) {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (!line.startsWith("|")) {
                inside = false;
            } else if (cells(line)
                    .subList(0, Math.min(header.length, cells(line).size()))
                    .equals(List.of(header))) {
                inside = true;
            } else if (inside && !line.startsWith("|---")) {
                rows.add(cells(line));
            }
        }
        assertThat(rows).isNotEmpty();
        return rows;
    }

    private static String code(String cell) {
        return cell.substring(1, cell.length() - 1);
    }

    private static String yaml(String key, String value) {
        int dot = key.indexOf('.');
        return dot < 0
                ? key + ": " + value
                : key.substring(0, dot) + ": {" + key.substring(dot + 1) + ": " + value + "}";
    }

    private static String accepted(String key) {
        InputException thrown = catchThrowableOfType(
                InputException.class, () -> PpoSettings.parse(yaml(key, key.endsWith("target-modules") ? "5" : WRONG)));
        assertThat(thrown).as(key).isNotNull();
        List<Problem> problems = thrown.problems();
        return problems.get(0).accepted();
    }

    @Test
    void everyRowGivesTheDefaultAndWhatAWrongValueSays() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        boolean write = "write".equals(System.getProperty("plumbline.golden"));
        for (List<String> row : table(lines, "setting", "unit")) {
            String key = code(row.get(0));
            if (write) {
                int at = lines.indexOf("| " + String.join(" | ", row).replace("|  |", "|  |") + " |");
                List<String> updated = new ArrayList<>(row);
                updated.set(3, accepted(key));
                if (at >= 0) {
                    lines.set(at, "| " + String.join(" | ", updated) + " |");
                }
                continue;
            }
            assertThat(row.get(3)).as(key).isEqualTo(accepted(key));
            if (row.get(2).startsWith("`") && !key.startsWith("lora.")) {
                assertThat(PpoSettings.parse(yaml(key, code(row.get(2)))))
                        .as("default of " + key)
                        .isEqualTo(PpoSettings.defaults());
            }
        }
        if (write) {
            Files.write(PAGE, lines);
        }
    }

    @Test
    void everySettingHasItsRow() throws IOException {
        Set<String> documented = new LinkedHashSet<>();
        table(Files.readAllLines(PAGE), "setting", "unit").forEach(row -> documented.add(code(row.get(0))));
        Set<String> known = new LinkedHashSet<>();
        for (String section : List.of("", "reward", "kl", "optimizer", "guards", "alarms", "lora")) {
            String text = section.isEmpty() ? WRONG + ": 1" : section + ": {" + WRONG + ": 1}";
            InputException thrown = catchThrowableOfType(InputException.class, () -> PpoSettings.parse(text));
            String keys = thrown.problems().get(0).accepted();
            for (String key : keys.split(", ")) {
                known.add(section.isEmpty() ? key : section + "." + key);
            }
        }
        known.removeAll(List.of("reward", "kl", "optimizer", "guards", "alarms", "lora"));
        assertThat(documented).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void presetsAreWhatThePageSays() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        Preset[] presets = Preset.values();
        for (List<String> row : table(lines, "setting", "plumbline")) {
            String key = code(row.get(0));
            for (int i = 0; i < presets.length; i++) {
                String preset = "preset: " + presets[i].configName() + "\n";
                assertThat(PpoSettings.parse(preset + yaml(key, code(row.get(i + 1)))))
                        .as(key + " of " + presets[i].configName())
                        .isEqualTo(PpoSettings.parse(preset));
            }
        }
    }

    @Test
    void everyKeyOfAPresetStandsSideBySide() throws IOException {
        List<String> keys = table(Files.readAllLines(PAGE), "setting", "plumbline").stream()
                .map(row -> code(row.get(0)))
                .toList();
        for (Preset preset : Preset.values()) {
            for (String key : preset.settings().keys()) {
                if (preset.settings().isSection(key)) {
                    preset.settings()
                            .section(key)
                            .keys()
                            .forEach(nested -> assertThat(keys.contains(key + "." + nested)
                                            || (key + "." + nested).equals("optimizer.beta1")
                                            || (key + "." + nested).equals("kl.horizon-episodes"))
                                    .as(preset.configName() + " " + key + "." + nested)
                                    .isTrue());
                } else {
                    assertThat(keys).as(preset.configName()).contains(key);
                }
            }
        }
    }
}
