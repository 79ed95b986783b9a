package org.plumbline.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.plumbline.core.chat.ChatSettings;
import org.plumbline.core.policy.LoadOptions;
import org.plumbline.core.policy.Policy;
import org.plumbline.core.policy.Precision;
import org.plumbline.core.policy.SequenceClassifier;
import org.plumbline.core.torch.TorchRuntime;
import picocli.CommandLine.Option;

/** Options of every command that runs a model. */
final class ModelOptions {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = "auto, cpu, cuda or cuda:N (default: ${DEFAULT-VALUE}).")
    String device = "auto";

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            defaultValue = "auto",
            description = {
                "auto, float32 or bfloat16, the type to compute in (default: ${DEFAULT-VALUE}:",
                "bfloat16 on a GPU for 16-bit weights, else float32)."
            })
    Precision precision = Precision.AUTO;

    @Option(names = "--adapter", paramLabel = "DIR", description = "PEFT directory of a LoRA adapter over the model.")
    Optional<Path> adapter = Optional.empty();

    TorchRuntime runtime() {
        return TorchRuntime.on(device);
    }

    Policy load(Path directory) {
        return load(directory, Optional.empty());
    }

    Policy load(Path directory, Optional<ChatSettings> chat) {
        return Policy.load(directory, runtime(), new LoadOptions(precision, adapter, chat));
    }

    /** In float32, whatever is asked for: what is written must not be rounded. */
    Policy loadExactly(Path directory) {
        return Policy.load(directory, runtime(), new LoadOptions(Precision.FLOAT32, adapter, Optional.empty()));
    }

    /** A second model: options that belong to the first, such as an adapter, do not reach it. */
    Policy loadPlain(Path directory) {
        return Policy.load(directory, runtime(), LoadOptions.defaults().withPrecision(precision));
    }

    /** A model that was made from another: the adapter is in it, and it computes as the other did. */
    Policy loadMade(Path directory, Policy from, Optional<ChatSettings> chat) {
        LoadOptions options =
                LoadOptions.defaults().withPrecision(from.precision()).withChat(chat);
        return Policy.load(directory, runtime(), options);
    }

    /** The options that were given, as words. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of("--device", device));
        if (precision != Precision.AUTO) {
            words.addAll(List.of("--precision", precision.name().toLowerCase(Locale.ROOT)));
        }
        adapter.ifPresent(directory -> words.addAll(List.of("--adapter", directory.toString())));
        return words;
    }

    SequenceClassifier loadClassifier(Path directory) {
        return SequenceClassifier.load(directory, runtime(), new LoadOptions(precision, adapter, Optional.empty()));
    }
}
