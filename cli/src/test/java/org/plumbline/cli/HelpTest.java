package org.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What {@code --help} promises, for every command there is. */
class HelpTest {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    static Stream<String> commands() {
        return names(Main.commandLine());
    }

    private static Stream<String> names(CommandLine line) {
        return Stream.concat(
                Stream.of(line.getCommandSpec().qualifiedName()),
                line.getSubcommands().values().stream().flatMap(HelpTest::names));
    }

    private static CommandLine find(String qualifiedName) {
        CommandLine line = Main.commandLine();
        for (String word : List.of(qualifiedName.split(" ")).subList(1, qualifiedName.split(" ").length)) {
            line = line.getSubcommands().get(word);
        }
        return line;
    }

    private static List<String> examples(CommandLine line) {
        return Stream.of(line.getCommandSpec().usageMessage().footer())
                .map(String::strip)
                .filter(text -> text.startsWith("plumbline "))
                .map(text -> text.split(" {3,}| > ")[0])
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpShowsAnExampleThatIsACommand(String name) {
        CommandLine line = find(name);
        assertThat(line.getUsageMessage()).contains("Example:");
        assertThat(examples(line)).isNotEmpty().allSatisfy(example -> {
            assertThat(example).startsWith(name.equals("plumbline") ? "plumbline " : name);
            String[] words = WORD.matcher(example)
                    .results()
                    .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                    .skip(1)
                    .toArray(String[]::new);
            assertThatCode(() -> Main.commandLine().parseArgs(words))
                    .as(example)
                    .doesNotThrowAnyException();
        });
        assertThat(line.getCommandSpec().usageMessage().description()).isNotEmpty();
        assertThat(line.getCommandSpec().options())
                .allSatisfy(option -> assertThat(option.description())
                        .as(option.longestName())
                        .isNotEmpty());
    }

    @Test
    void everyCommandOfTheHelpIsInTheGuide() throws Exception {
        String guide = java.nio.file.Files.readString(java.nio.file.Path.of("../docs/cli.md"));
        assertThat(commands().filter(name -> name.split(" ").length == 2))
                .allSatisfy(name -> assertThat(guide).containsPattern("(?m)^## " + name.split(" ")[1] + "\\b"));
    }
}
