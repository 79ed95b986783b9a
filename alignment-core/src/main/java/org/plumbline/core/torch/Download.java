package org.plumbline.core.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.PlumblineException;
import org.plumbline.datasets.input.Problem;

/** One file over HTTP, of known size and checksum. It goes on where it broke off, in this run or a later one. */
final class Download {
    /** What the name of an unfinished file ends in. */
    static final String SUFFIX = ".part";

    private static final int MOST_TRIES_WITHOUT_PROGRESS = 3;
    private static final long MILLISECONDS_BETWEEN_TRIES = 500;
    private static final int MILLISECONDS_TO_CONNECT = 30_000;
    private static final int MILLISECONDS_OF_SILENCE = 60_000;

    private final URI source;
    private final Path target;
    private final Path part;
    private final long bytes;
    private final String sha256;

    Download(URI source, Path target, long bytes, String sha256) {
        this.source = source;
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + SUFFIX);
        this.bytes = bytes;
        this.sha256 = sha256;
    }

    /** Fetches what is missing; the target appears when its checksum is right. */
    void run(CudaInstaller.Listener listener) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        String step = "downloading " + target.getFileName();
        int tries = 0;
        for (long have = size(); have != bytes; have = size()) {
            if (have > bytes) {
                Files.delete(part);
                have = 0;
            }
            listener.progress(step, have, bytes);
            try {
                fetch(step, have, listener);
            } catch (UnknownHostException | ConnectException e) {
                throw unreachable(e);
            } catch (IOException e) {
                tries = size() > have ? 0 : tries + 1;
                if (tries >= MOST_TRIES_WITHOUT_PROGRESS) {
                    throw unreachable(e);
                }
                pause(tries);
            }
        }
        verify(listener);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void pause(int tries) {
        try {
            Thread.sleep(MILLISECONDS_BETWEEN_TRIES * tries);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CudaInstaller.requireGoingOn();
        }
    }

    private long size() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    private void fetch(String step, long from, CudaInstaller.Listener listener) throws IOException {
        // Not HttpClient: it cannot notice that a body has stalled.
        HttpURLConnection connection = (HttpURLConnection) source.toURL().openConnection();
        connection.setConnectTimeout(MILLISECONDS_TO_CONNECT);
        connection.setReadTimeout(MILLISECONDS_OF_SILENCE);
        if (from > 0) {
            connection.setRequestProperty("Range", "bytes=" + from + "-");
        }
        try {
            int answer = connection.getResponseCode();
            boolean continues = answer == HttpURLConnection.HTTP_PARTIAL
                    && String.valueOf(connection.getHeaderField("Content-Range"))
                            .startsWith("bytes " + from + "-");
            if (answer >= 500) {
                throw new IOException("HTTP " + answer);
            }
            if (answer != HttpURLConnection.HTTP_OK && !continues) {
                throw refused(answer);
            }
            long done = continues ? from : 0;
            try (InputStream in = connection.getInputStream();
                    OutputStream out = Files.newOutputStream(
                            part,
                            StandardOpenOption.CREATE,
                            continues ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                byte[] buffer = new byte[1 << 16];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    CudaInstaller.requireGoingOn();
                    out.write(buffer, 0, read);
                    done += read;
                    listener.progress(step, Math.min(done, bytes), bytes);
                    if (done > bytes) {
                        throw new InputException(Problem.of(source.toString(), "is longer than " + bytes + " bytes")
                                .next("check --maven-url: this is another file"));
                    }
                }
            }
            if (done < bytes) {
                throw new SocketTimeoutException("the connection ended after " + done + " of " + bytes + " bytes");
            }
        } finally {
            connection.disconnect();
        }
    }

    private InputException refused(int answer) {
        return new InputException(Problem.of(source.toString(), "the repository answers HTTP " + answer)
                .next("check --maven-url and PLUMBLINE_MAVEN_URL: a mirror of Maven Central is needed"));
    }

    private PlumblineException unreachable(IOException e) {
        return new PlumblineException(
                String.format(
                        Locale.ROOT,
                        "%s cannot be fetched (%s); next: run the command again, it goes on where it broke off; behind a"
                                + " proxy set PLUMBLINE_JAVA_OPTIONS=\"-Dhttps.proxyHost=HOST -Dhttps.proxyPort=PORT\", or"
                                + " name a mirror with --maven-url",
                        source,
                        e),
                e);
    }

    private void verify(CudaInstaller.Listener listener) throws IOException {
        String step = "checking " + target.getFileName();
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        long done = 0;
        listener.progress(step, 0, bytes);
        try (InputStream in = Files.newInputStream(part)) {
            byte[] buffer = new byte[1 << 20];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                CudaInstaller.requireGoingOn();
                digest.update(buffer, 0, read);
                done += read;
                listener.progress(step, done, bytes);
            }
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sha256)) {
            Files.delete(part);
            throw new InputException(Problem.of(
                            source.toString(),
                            "has the SHA-256 " + found + ", " + sha256 + " was expected; it is deleted")
                    .next("run the command again; if this repeats, name another repository with --maven-url"));
        }
    }
}
