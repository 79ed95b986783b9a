package org.plumbline.core.watch;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;

/** Where an MLflow tracking server is and how it is entered; its text is the address alone. */
public final class MlflowServer {
    private static final String WHERE = "watch: mlflow: url";
    private static final String ACCEPTED =
            "http:// or https:// with a host, and a path if the server has one, such as http://127.0.0.1:5000";
    private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
    private static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
    private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";

    private final String address;
    private final @Nullable String authorization;

    private MlflowServer(String address, @Nullable String authorization) {
        this.address = address;
        this.authorization = authorization;
    }

    /**
     * A server. Nothing is sent to it yet.
     *
     * @param address its address, without {@code /api}
     * @param environment where {@code MLFLOW_TRACKING_USERNAME} with {@code MLFLOW_TRACKING_PASSWORD}, or else
     *     {@code MLFLOW_TRACKING_TOKEN}, is looked up, as MLflow's own clients do; {@link System#getenv()} for the process
     * @throws InputException when the address is none, or what is in the environment cannot be sent
     */
    public static MlflowServer of(URI address, Map<String, String> environment) {
        String scheme = address.getScheme();
        if (scheme == null || !Set.of("http", "https").contains(scheme) || address.getHost() == null) {
            // Not the address: it may hold a password.
            throw new InputException(
                    Problem.of(WHERE, "this is not the address of a server").accepted(ACCEPTED));
        }
        if (address.getRawUserInfo() != null) {
            throw new InputException(Problem.of(WHERE, "the address holds a user or a password")
                    .accepted(ACCEPTED)
                    .next("set " + USERNAME + " and " + PASSWORD + " in the environment instead"));
        }
        if (address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new InputException(Problem.of(WHERE, "the address goes on with ? or #, which a server's does not")
                    .accepted(ACCEPTED));
        }
        return new MlflowServer(address.toString().replaceAll("/+$", ""), authorization(environment));
    }

    private static @Nullable String authorization(Map<String, String> environment) {
        String username = environment.getOrDefault(USERNAME, "");
        String password = environment.getOrDefault(PASSWORD, "");
        String token = environment.getOrDefault(TOKEN, "").strip();
        if (!username.isEmpty() && !password.isEmpty()) {
            return "Basic "
                    + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        }
        if (!username.isEmpty() || !password.isEmpty()) {
            String missing = username.isEmpty() ? USERNAME : PASSWORD;
            String given = username.isEmpty() ? PASSWORD : USERNAME;
            throw new InputException(
                    Problem.of(given, "is set and " + missing + " is not").next("set both, or neither"));
        }
        if (token.isEmpty()) {
            return null;
        }
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw new InputException(Problem.of(TOKEN, "has characters that no token has")
                    .accepted("visible ASCII characters without spaces"));
        }
        return "Bearer " + token;
    }

    /** Address of a call of version 2.0 of the REST API, such as {@code runs/create}. */
    URI call(String path) {
        return URI.create(address + "/api/2.0/mlflow/" + path);
    }

    /** Content of the header Authorization; null without credentials. */
    @Nullable
    String authorization() {
        return authorization;
    }

    @Override
    public String toString() {
        return address;
    }
}
