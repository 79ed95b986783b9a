package org.plumbline.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that train. */
final class RunOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "What to train on, reward and probe.")
    Path config = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Hugging Face model directory; goes before the config's.")
    Optional<Path> model = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", description = "Run directory, new or empty (default: runs/NAME).")
    Optional<Path> out = Optional.empty();

    @Mixin
    ModelOptions device = new ModelOptions();

    /** The command line that does the same again. */
    String commandLine(String command, Path modelDirectory) {
        List<String> words = new ArrayList<>(List.of("--model", modelDirectory.toString()));
        words.addAll(List.of("--config", config.toString()));
        out.ifPresent(path -> words.addAll(List.of("--out", path.toString())));
        words.addAll(List.of("--device", device.device));
        return "plumbline " + command + " "
                + words.stream()
                        .map(word -> word.matches("[\\w./:=@+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }
}
