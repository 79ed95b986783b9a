package org.plumbline.core.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.PlumblineException;

/** The installer against a small repository on this machine. */
class CudaInstallerTest {
    private static final String CUDA_LIBRARY = System.mapLibraryName("torch_cuda");
    private static final String BRIDGE = System.mapLibraryName("djl_torch");
    private static final int LIBRARY_BYTES = 300_000;

    /** How the repository answers the next requests; it answers as it should when the list is empty. */
    private enum Fault {
        BREAKS_OFF,
        UNAVAILABLE,
        IGNORES_RANGES
    }

    @TempDir
    Path folder;

    private final List<Fault> faults = Collections.synchronizedList(new ArrayList<>());
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> steps = new ArrayList<>();
    private byte[] natives = new byte[0];
    private byte[] bridge = new byte[0];
    private HttpServer server;

    @BeforeEach
    void startRepository() throws IOException {
        natives = jar("pytorch/cu124/linux-x86_64/" + CUDA_LIBRARY, LIBRARY_BYTES);
        bridge = jar("jnilib/linux-x86_64/cu124/" + BRIDGE, 1_000);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/maven2/natives.jar", exchange -> answer(exchange, natives));
        server.createContext("/maven2/bridge.jar", exchange -> answer(exchange, bridge));
        server.start();
    }

    @AfterEach
    void stopRepository() {
        server.stop(0);
    }

    /** A jar with the file, others that are not wanted, and a name that would leave the folder. */
    private static byte[] jar(String wanted, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(1).nextBytes(content);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : List.of(
                    "META-INF/MANIFEST.MF", wanted.substring(0, wanted.lastIndexOf('/') + 1) + "../outside", wanted)) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content);
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private void answer(HttpExchange exchange, byte[] content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
        Fault fault = faults.isEmpty() ? null : faults.remove(0);
        try (exchange) {
            if (fault == Fault.UNAVAILABLE) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            int from = range == null || fault == Fault.IGNORES_RANGES
                    ? 0
                    : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            if (from > 0) {
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            int length = fault == Fault.BREAKS_OFF ? (content.length - from) / 2 : content.length - from;
            exchange.getResponseBody().write(content, from, length);
        }
    }

    private static CudaInstaller.Jar describe(String path, byte[] content, String entries, long unpacked)
            throws Exception {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        return new CudaInstaller.Jar(path, content.length, hash, entries, unpacked);
    }

    private List<CudaInstaller.Jar> jars() throws Exception {
        return List.of(
                describe("bridge.jar", bridge, "jnilib/linux-x86_64/cu124/", 1_000),
                describe("natives.jar", natives, "pytorch/cu124/linux-x86_64/", LIBRARY_BYTES));
    }

    private Path target() {
        return folder.resolve("cuda/2.5.1-cu124");
    }

    private String repository() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + "/maven2";
    }

    private CudaInstaller installer(List<CudaInstaller.Jar> jars, long freeBytes, CudaInstaller.Listener listener) {
        return new CudaInstaller(repository(), target(), listener, jars, path -> freeBytes);
    }

    private CudaInstaller installer() throws Exception {
        return installer(jars(), Long.MAX_VALUE, (step, done, total) -> {
            if (steps.isEmpty() || !steps.get(steps.size() - 1).equals(step)) {
                steps.add(step);
            }
        });
    }

    private void assertInstalled() throws IOException {
        assertThat(CudaInstallation.isComplete(target())).isTrue();
        assertThat(target().resolve(CUDA_LIBRARY)).hasSize(LIBRARY_BYTES);
        assertThat(target().resolve("build-version")).hasContent("2.5.1+cu124");
        try (var all = Files.walk(folder.resolve("cuda"))) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(CUDA_LIBRARY, BRIDGE, "build-version");
        }
    }

    @Test
    void whatIsDownloadedIsCheckedUnpackedAndComplete() throws Exception {
        installer().install();
        assertInstalled();
        assertThat(steps)
                .containsExactly(
                        "downloading bridge.jar",
                        "checking bridge.jar",
                        "downloading natives.jar",
                        "checking natives.jar",
                        "unpacking bridge.jar",
                        "unpacking natives.jar");
        requests.clear();
        installer().install();
        assertThat(requests).isEmpty();
    }

    @Test
    void aDownloadThatBreaksOffGoesOnWhereItWas() throws Exception {
        faults.addAll(Arrays.asList(null, Fault.BREAKS_OFF, Fault.UNAVAILABLE, Fault.BREAKS_OFF));
        installer().install();
        assertInstalled();
        assertThat(requests).hasSize(5);
        assertThat(requests.get(4)).matches("/maven2/natives.jar bytes=\\d+-");
    }

    @Test
    void aRepositoryWithoutRangesStartsAgain() throws Exception {
        faults.addAll(Arrays.asList(null, Fault.BREAKS_OFF, Fault.IGNORES_RANGES));
        installer().install();
        assertInstalled();
    }

    @Test
    void aRepositoryThatStaysUnavailableIsNamedAndTheNextRunGoesOn() throws Exception {
        faults.addAll(Arrays.asList(null, Fault.BREAKS_OFF, Fault.UNAVAILABLE, Fault.UNAVAILABLE, Fault.UNAVAILABLE));
        assertThatThrownBy(() -> installer().install())
                .isInstanceOf(PlumblineException.class)
                .isNotInstanceOf(InputException.class)
                .hasMessageContaining("natives.jar cannot be fetched")
                .hasMessageContaining("HTTP 503")
                .hasMessageContaining("-Dhttps.proxyHost=HOST")
                .hasMessageContaining("--maven-url");
        assertThat(target()).doesNotExist();
        faults.clear();
        requests.clear();
        installer().install();
        assertInstalled();
        assertThat(requests).singleElement().asString().contains("natives.jar bytes=");
    }

    @Test
    void anotherFileIsRefusedByItsChecksumAndDeleted() throws Exception {
        List<CudaInstaller.Jar> expected = jars();
        natives[natives.length / 2] ^= 1;
        assertThatThrownBy(() -> installer(expected, Long.MAX_VALUE, (step, done, total) -> {})
                        .install())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("natives.jar: has the SHA-256")
                .hasMessageContaining("was expected");
        assertThat(target()).doesNotExist();
        assertThat(folder.resolve("cuda/2.5.1-cu124.download/natives.jar.part")).doesNotExist();
        natives[natives.length / 2] ^= 1;
        installer().install();
        assertInstalled();
    }

    @Test
    void aLongerFileIsRefused() throws Exception {
        List<CudaInstaller.Jar> expected = jars();
        natives = Arrays.copyOf(natives, natives.length + 1);
        assertThatThrownBy(() -> installer(expected, Long.MAX_VALUE, (step, done, total) -> {})
                        .install())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is longer than");
    }

    @Test
    void aRepositoryWithoutTheFileIsNamed() throws Exception {
        List<CudaInstaller.Jar> wanted = List.of(describe("no-such.jar", bridge, "jnilib/linux-x86_64/cu124/", 1_000));
        assertThatThrownBy(() -> installer(wanted, Long.MAX_VALUE, (step, done, total) -> {})
                        .install())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no-such.jar: the repository answers HTTP 404")
                .hasMessageContaining("PLUMBLINE_MAVEN_URL");
    }

    @Test
    void aDiskWithoutRoomIsSaidBeforeTheDownload() throws Exception {
        assertThatThrownBy(() ->
                        installer(jars(), 600_000, (step, done, total) -> {}).install())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has 0.0 GB free")
                .hasMessageContaining("are needed");
        assertThat(requests).isEmpty();
    }

    @Test
    void whatIsInterruptedLooksUnfinishedAndGoesOn() throws Exception {
        for (String at : List.of("downloading natives.jar", "unpacking natives.jar")) {
            assertThatThrownBy(() -> installer(jars(), Long.MAX_VALUE, (step, done, total) -> {
                                if (step.equals(at) && done > 0) {
                                    Thread.currentThread().interrupt();
                                }
                            })
                            .install())
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(target()).doesNotExist();
        }
        requests.clear();
        installer().install();
        assertInstalled();
        assertThat(requests).isEmpty();
    }

    @Test
    void aFolderWithOtherThingsInItIsLeftAlone() throws Exception {
        Files.createDirectories(target());
        Files.writeString(target().resolve("mine"), "x");
        assertThatThrownBy(() -> installer().install())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is there and is not an installation");
        Files.delete(target().resolve("mine"));
        installer().install();
        assertInstalled();
    }

    @Test
    void twoInstallationsDoNotMeet() throws Exception {
        Files.createDirectories(folder.resolve("cuda"));
        try (FileChannel other = FileChannel.open(
                        target().resolveSibling("2.5.1-cu124.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock held = other.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThatThrownBy(() -> installer().install())
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("another process is installing into");
        }
    }

    @Test
    void addressesAreChecked() {
        for (String address : List.of("", "central", "file:///tmp", "https://", "ftp://host/")) {
            assertThatThrownBy(() -> new CudaInstaller(
                            address, target(), (step, done, total) -> {}, List.of(), path -> Long.MAX_VALUE))
                    .as(address)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("--maven-url");
        }
    }
}
