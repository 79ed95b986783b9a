package org.plumbline.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.plumbline.core.watch.MlflowServer;
import org.plumbline.datasets.input.ConfigNode;

/**
 * Where people watch a run.
 *
 * @param tensorBoard whether event files are written
 */
record Watch(boolean tensorBoard, Optional<Mlflow> mlflow) {

    /** An MLflow tracking server. */
    record Mlflow(MlflowServer server, String experiment, Optional<String> runName) {}

    /** Reads tensorboard and mlflow; problems are kept in {@code config}. */
    static Watch read(ConfigNode config) {
        boolean tensorBoard = config.flag("tensorboard", true);
        if (!config.has("mlflow")) {
            return new Watch(tensorBoard, Optional.empty());
        }
        ConfigNode mlflow = config.section("mlflow");
        String url = mlflow.requiredText("url");
        String experiment = mlflow.text("experiment", "plumbline");
        Optional<String> runName = mlflow.optionalText("run-name");
        return new Watch(tensorBoard, server(mlflow, url).map(server -> new Mlflow(server, experiment, runName)));
    }

    /** The text is not repeated in a message: it may hold a password. */
    private static Optional<MlflowServer> server(ConfigNode mlflow, String url) {
        try {
            URI address = new URI(url);
            return url.isEmpty()
                    ? Optional.empty()
                    : mlflow.attempt(unused -> MlflowServer.of(address, System.getenv()));
        } catch (URISyntaxException e) {
            mlflow.problem("url", "is not an address", "http://HOST:PORT or https://HOST", "");
            return Optional.empty();
        }
    }
}
