package org.plumbline.core.watch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.VisibleText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Single calls of MLflow's REST API, each bounded in time from the first byte sent to the last byte received. */
final class MlflowCalls {
    private static final long SLICE_MILLISECONDS = 50;
    private static final int MESSAGE_CHARACTERS = 300;
    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;
    private static final int UNAVAILABLE = 503;
    private static final long UNKNOWN = -1;

    /** The server answered, and not with what was asked for. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;
        private final long retryAfterSeconds;

        /** An answer that is not MLflow's. */
        RefusedException(String what) {
            super("the server gives " + what);
            this.status = OK;
            this.code = "";
            this.retryAfterSeconds = UNKNOWN;
        }

        private RefusedException(int status, String code, String message, long retryAfterSeconds) {
            super("the server answers HTTP " + status + (code.isEmpty() ? "" : " " + code)
                    + (message.isEmpty() ? "" : ": " + message));
            this.status = status;
            this.code = code;
            this.retryAfterSeconds = retryAfterSeconds;
        }

        /** The same call may succeed later. */
        boolean isPassing() {
            return status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS;
        }

        /** The server has not looked at the call. */
        boolean isTurnedAway() {
            return status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
        }

        boolean isUnauthorized() {
            return status == 401 || status == 403;
        }

        /** The answer has an error code, as those of MLflow have, and those of a server in front of it have not. */
        boolean isMlflow() {
            return !code.isEmpty();
        }

        boolean is(String errorCode) {
            return code.equals(errorCode);
        }

        /** Seconds that the server asks to wait; 0 when it does not say. */
        long retryAfterSeconds() {
            return Math.max(0, retryAfterSeconds);
        }
    }

    private final MlflowServer server;
    private final Duration longest;
    private final HttpClient client;
    private volatile @Nullable Long end;

    /**
     * Calls of one server.
     *
     * @param connect longest wait for a connection
     * @param longest wait for a whole answer, connecting included
     */
    MlflowCalls(MlflowServer server, Duration connect, Duration longest) {
        this.server = server;
        this.longest = longest;
        // 1.1: servers in front of MLflow answer the offer of HTTP/2 on a plain connection with warnings or errors.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .build();
    }

    /** No call goes on after this time of {@link System#nanoTime}; until it is called there is none. */
    void endAt(long nanoTime) {
        end = nanoTime;
    }

    /** The time of {@link #endAt} has come. */
    boolean isOver() {
        Long last = end;
        return last != null && System.nanoTime() - last >= 0;
    }

    /**
     * Reads.
     *
     * @param path call with one parameter, without its value
     */
    JsonNode get(String path, String value) throws IOException, InterruptedException {
        URI uri = server.call(path + URLEncoder.encode(VisibleText.wellFormed(value), StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(uri).GET());
    }

    /** Writes. */
    JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.call(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(body))));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        String authorization = server.authorization();
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        long limit = System.nanoTime() + longest.toNanos();
        // The timeout of a request would not cover the body of its answer.
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            while (true) {
                try {
                    return content(answer.get(SLICE_MILLISECONDS, TimeUnit.MILLISECONDS));
                } catch (TimeoutException e) {
                    if (System.nanoTime() - limit >= 0 || isOver()) {
                        throw new HttpTimeoutException("no answer in time");
                    }
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static JsonNode content(HttpResponse<String> answer) throws IOException {
        JsonNode content;
        try {
            content = answer.body().isBlank() ? Json.COMPACT.createObjectNode() : Json.COMPACT.readTree(answer.body());
        } catch (JacksonException e) {
            if (answer.statusCode() == OK) {
                throw new RefusedException("an answer that is not JSON, as MLflow's are");
            }
            content = Json.COMPACT.createObjectNode();
        }
        if (answer.statusCode() == OK) {
            return content;
        }
        throw new RefusedException(
                answer.statusCode(),
                VisibleText.line(content.path("error_code").asString(""), MESSAGE_CHARACTERS),
                VisibleText.line(content.path("message").asString(""), MESSAGE_CHARACTERS),
                retryAfter(answer));
    }

    /** Seconds of the header Retry-After (RFC 9110, 10.2.3); its other form, a date, counts as not said. */
    private static long retryAfter(HttpResponse<?> answer) {
        String text = answer.headers().firstValue("Retry-After").orElse("").strip();
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : UNKNOWN;
    }

    /** Why a call failed, for people. */
    static String reason(Exception e) {
        if (e instanceof RefusedException) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof HttpConnectTimeoutException) {
            return "no connection in time";
        }
        if (e instanceof ConnectException) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof UnknownHostException
                        || cause instanceof java.nio.channels.UnresolvedAddressException) {
                    return "the host is unknown";
                }
            }
            return "nothing accepts connections there";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : VisibleText.line(message, MESSAGE_CHARACTERS);
    }
}
