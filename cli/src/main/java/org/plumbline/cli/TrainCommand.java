package org.plumbline.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.plumbline.core.policy.Policy;
import org.plumbline.core.ppo.PpoTrainer;
import org.plumbline.core.torch.TorchRuntime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Training alone. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains a model without probing it.",
        subcommands = TrainCommand.Ppo.class,
        synopsisSubcommandLabel = "ppo",
        footer = {
            "",
            "Example:",
            "  plumbline train ppo --model models/my-llama --config examples/stories.yaml --out runs/t"
        })
final class TrainCommand implements Callable<Integer> {
    @picocli.CommandLine.Spec
    picocli.CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    @Override
    public Integer call() {
        throw new picocli.CommandLine.ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "train needs a method; accepted: ppo");
    }

    /** PPO. */
    @Command(
            name = "ppo",
            mixinStandardHelpOptions = true,
            description = "Proximal policy optimisation; the config is that of align, suites are not needed.",
            footer = {
                "",
                "Example:",
                "  plumbline train ppo --model models/my-llama --config examples/stories.yaml --out runs/t"
            })
    static final class Ppo implements Callable<Integer> {
        @Mixin
        RunOptions options = new RunOptions();

        @Override
        public Integer call() {
            RunConfig run = RunConfig.read(options.config, false);
            Path modelDirectory = run.modelOr(options.model);
            try (Policy policy = options.device.load(modelDirectory)) {
                PpoTrainer trainer = run.trainer(policy);
                Path directory = RunDirectory.create(options.out, options.config);
                RunDirectory.manifest(
                        directory,
                        run,
                        policy.card().contentHash(),
                        TorchRuntime.on(options.device.device),
                        options.commandLine("train ppo", modelDirectory));
                PpoTrainer.Outcome outcome = Training.run(trainer, run.ppo().updates(), directory);
                if (!outcome.interrupted()) {
                    Terminal.data("model: " + outcome.model());
                }
                return outcome.interrupted() ? Main.INTERRUPTED : Main.OK;
            }
        }
    }
}
