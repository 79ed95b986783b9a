package org.plumbline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.plumbline.core.model.Prompt;
import org.plumbline.core.model.Sampling;
import org.plumbline.core.policy.Policy;
import org.plumbline.core.policy.RandomCheckpoint;
import org.plumbline.core.reward.RewardShapers;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.datasets.input.Outputs;
import org.plumbline.datasets.input.PlumblineException;
import org.plumbline.eval.Suites;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says whether this machine can run Plumbline. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks Java, libtorch, the device and the plug-ins, and runs a tiny model.",
        footer = {"", "Example:", "  plumbline doctor --device auto"})
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    ModelOptions options = new ModelOptions();

    @Override
    public Integer call() throws Exception {
        Runtime machine = Runtime.getRuntime();
        say("plumbline", Main.version());
        say("java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
        say(
                "machine",
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + machine.availableProcessors() + " cores, Java heap up to " + (machine.maxMemory() >> 20)
                        + " MiB");
        say(
                "reward shapers",
                String.join(
                        ", ",
                        RewardShapers.load(getClass().getClassLoader())
                                .summaries()
                                .keySet()));
        say(
                "suites",
                String.join(
                        ", ",
                        Suites.load(getClass().getClassLoader()).summaries().keySet()));
        try {
            TorchRuntime runtime = TorchRuntime.on(options.device);
            say("libtorch", TorchRuntime.version() + ", " + TorchRuntime.threads() + " threads");
            say(
                    "device",
                    runtime.deviceName()
                            + (runtime.device().isGpu()
                                    ? ""
                                    : " (for CUDA see docs/gpu.md; doctor --install-cuda is not there yet)"));
            say("tiny model", check(runtime));
        } catch (PlumblineException e) {
            Terminal.error(String.valueOf(e.getMessage()));
            return e instanceof org.plumbline.datasets.input.InputException ? Main.USAGE : Main.INTERNAL_ERROR;
        }
        return Main.OK;
    }

    private static String check(TorchRuntime runtime) throws Exception {
        Path directory = Files.createTempDirectory("plumbline-doctor");
        try {
            RandomCheckpoint.write(directory, new RandomCheckpoint.Shape(1, 16, 32, 2, 32, 64), 0);
            long start = System.nanoTime();
            try (Policy policy = Policy.load(directory, runtime)) {
                policy.generate(List.of(new Prompt("check", "w3 w4")), Sampling.greedy(8));
            }
            return String.format(Locale.ROOT, "generates (%.2f s with loading)", (System.nanoTime() - start) / 1e9);
        } finally {
            Outputs.deleteTree(directory);
        }
    }

    private static void say(String name, String value) {
        Terminal.data(String.format(Locale.ROOT, "%-15s %s", name, value));
    }
}
