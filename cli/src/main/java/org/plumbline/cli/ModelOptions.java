package org.plumbline.cli;

import java.nio.file.Path;
import org.plumbline.core.policy.Policy;
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

    Policy load(Path directory) {
        return Policy.load(directory, TorchRuntime.on(device));
    }
}
