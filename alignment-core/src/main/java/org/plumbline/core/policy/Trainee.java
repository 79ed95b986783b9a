package org.plumbline.core.policy;

import ai.djl.pytorch.engine.PtNDArray;
import java.nio.file.Path;
import java.util.Optional;
import org.plumbline.core.torch.TorchRuntime;
import org.plumbline.core.torch.TorchScope;

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

    /** The numbers of a training call: five of the loss, then those of training.py. */
    PtNDArray settings(
            TorchScope call,
            double temperature,
            double ratioClip,
            double valueClip,
            double valueCoefficient,
            int tokens) {
        return call.doubles(
                new double[] {
                    temperature,
                    ratioClip,
                    valueClip,
                    valueCoefficient,
                    tokens,
                    network.frozen(),
                    network.trainingChunk(),
                    gradientCheckpointing ? 1 : 0
                },
                8);
    }

    void saveAs(Path target) {
        runtime.call(unused -> {
            origin.checkpoint()
                    .saveAs(target, network.merged(), origin.adapter().map(AdapterDirectory::path));
            return true;
        });
    }

    void saveAdapterAs(Path target) {
        runtime.call(unused -> {
            AdapterDirectory.save(
                    target, origin.checkpoint(), network, adapted.isPresent() ? Optional.empty() : origin.adapter());
            return true;
        });
    }

    @Override
    public void close() {
        network.close();
        adapted.ifPresent(Network::close);
    }
}
