package org.plumbline.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.plumbline.core.policy.Policy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes one model of a model and its adapter. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a model directory (float32, safetensors) with a LoRA adapter added to its weights.",
            "--model is the base model with --adapter, or a PEFT directory that names its base model."
        },
        footer = {"", "Example:", "  plumbline merge --model models/my-llama --adapter runs/first/adapter --out merged"
        })
final class MergeCommand implements Callable<Integer> {
    @Option(names = "--model", paramLabel = "DIR", required = true, description = "Model or PEFT directory.")
    Path model = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write the merged model.")
    Path out = Path.of("");

    @Mixin
    ModelOptions options = new ModelOptions();

    @Override
    public Integer call() {
        RunDirectory.requireEmpty(out);
        try (Policy policy = options.loadExactly(model)) {
            policy.saveAs(out);
        }
        Terminal.data("model: " + out);
        return Main.OK;
    }
}
