package org.plumbline.core.policy;

import ai.djl.pytorch.engine.PtNDArray;
import java.nio.file.Path;
import java.util.Optional;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;
import org.plumbline.datasets.input.Outputs;

/** The network that a trainer changes: all weights of a policy, its adapter, or a new adapter over it. */
final class Trainee implements AutoCloseable {
    private final Policy origin;
    private final TorchRuntime runtime;
    private final Optional<Network> adapted;
    private final Network network;
    private final boolean gradientCheckpointing;

    Trainee(Policy origin, Optional<LoraSettings> lora, boolean gradientCheckpointing) {
        this.origin = origin;
        this.runtime = origin.network().runtime();
        this.gradientCheckpointing = gradientCheckpointing;
        this.adapted = lora.map(settings -> origin.network().withNewAdapter(settings));
        this.network = adapted.orElse(origin.network()).trainableCopy();
    }

    Network network() {
        return network;
    }

    /** The numbers of a training call; all parameters of the network take gradients. */
    PtNDArray settings(TorchScope call, LossSettings loss, double policyDivisor, double valueDivisor) {
        return settings(call, loss, policyDivisor, valueDivisor, network.frozen());
    }

    PtNDArray settings(TorchScope call, LossSettings loss, double policyDivisor, double valueDivisor, int frozen) {
        double[] numbers = LossNumbers.of(
                loss, policyDivisor, valueDivisor, frozen, network.trainingChunk(), gradientCheckpointing);
        return call.doubles(numbers, numbers.length);
    }

    /** Writes the merged model, and what else belongs into its directory. */
    void saveAs(Path target, Outputs.DirectoryWriter beside) {
        runtime.call(unused -> {
            origin.checkpoint()
                    .saveAs(target, network.merged(), origin.adapter().map(AdapterDirectory::path), beside);
            return true;
        });
    }

    /** Writes the adapter, and what else belongs into its directory. */
    void saveAdapterAs(Path target, Outputs.DirectoryWriter beside) {
        runtime.call(unused -> {
            AdapterDirectory.save(
                    target,
                    origin.checkpoint(),
                    network,
                    adapted.isPresent() ? Optional.empty() : origin.adapter(),
                    beside);
            return true;
        });
    }

    @Override
    public void close() {
        network.close();
        adapted.ifPresent(Network::close);
    }
}
