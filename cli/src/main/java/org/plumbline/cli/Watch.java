package org.plumbline.cli;

import java.util.Optional;
import org.plumbline.datasets.input.ConfigNode;

/**
 * Where people watch a run.
 *
 * @param tensorBoard whether event files are written
 */
record Watch(boolean tensorBoard, Optional<Mlflow> mlflow) {

    /** An MLflow tracking server. */
    record Mlflow(String url, String experiment, Optional<String> runName) {}

    /** Reads tensorboard and mlflow; problems are kept in {@code config}. */
    static Watch read(ConfigNode config) {
        boolean tensorBoard = config.flag("tensorboard", true);
        if (!config.has("mlflow")) {
            return new Watch(tensorBoard, Optional.empty());
        }
        ConfigNode mlflow = config.section("mlflow");
        return new Watch(
                tensorBoard,
                Optional.of(new Mlflow(
                        mlflow.requiredText("url"),
                        mlflow.text("experiment", "plumbline"),
                        mlflow.optionalText("run-name"))));
    }
}
