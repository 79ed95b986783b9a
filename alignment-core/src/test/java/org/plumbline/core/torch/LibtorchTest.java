package org.plumbline.core.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.datasets.input.InputException;

/** Which libtorch is loaded: the named one, the installed one, the one of the class path. */
class LibtorchTest {
    @TempDir
    Path folder;

    private Path libraries(String... names) throws IOException {
        for (String name : names) {
            Files.writeString(folder.resolve(System.mapLibraryName(name)), "");
        }
        return folder;
    }

    private static Libtorch.Choice choose(
            Map<String, String> settings, boolean cpuOnly, Optional<Path> installed, boolean driver) {
        return Libtorch.choose(settings::get, cpuOnly, installed, driver);
    }

    @Test
    void theInstalledOneServesEveryDeviceButTheCpu() {
        Optional<Path> installed = Optional.of(folder);
        assertThat(choose(Map.of(), false, installed, true))
                .isEqualTo(new Libtorch.Choice(
                        Libtorch.Source.INSTALLED, installed, Optional.of("2.5.1"), Optional.of("cu124")));
        // A flavor of CUDA would make DJL load what needs the driver.
        assertThat(choose(Map.of(), false, installed, false).flavor()).hasValue("cpu");
        assertThat(choose(Map.of(), true, installed, true).source()).isEqualTo(Libtorch.Source.CLASS_PATH);
        assertThat(choose(Map.of("PYTORCH_FLAVOR", "cpu"), false, installed, true)
                        .source())
                .isEqualTo(Libtorch.Source.CLASS_PATH);
        assertThat(choose(Map.of(), false, Optional.empty(), true).source()).isEqualTo(Libtorch.Source.CLASS_PATH);
    }

    @Test
    void aNamedOneGoesBeforeTheInstalledOne() throws IOException {
        libraries("torch", "torch_cuda", "djl_torch");
        Files.writeString(folder.resolve("build-version"), "2.6.0+cu126\n");
        Map<String, String> settings = Map.of("PYTORCH_LIBRARY_PATH", folder.toString());
        Libtorch.Choice choice = choose(settings, false, Optional.of(folder.resolve("other")), true);
        assertThat(choice.source()).isEqualTo(Libtorch.Source.NAMED);
        assertThat(choice.folder()).hasValue(folder.toAbsolutePath());
        assertThat(choice.version()).hasValue("2.6.0");
        assertThat(choice.flavor()).hasValue("cu");
        assertThat(choose(settings, false, Optional.empty(), false).flavor()).hasValue("cpu");
    }

    @Test
    void aNamedFileOfLibtorchMeansItsFolder() throws IOException {
        libraries("torch", "djl_torch");
        String file = folder.resolve(System.mapLibraryName("torch")).toString();
        Libtorch.Choice choice = choose(Map.of("PYTORCH_LIBRARY_PATH", file), false, Optional.empty(), false);
        assertThat(choice.folder()).hasValue(folder.toAbsolutePath());
        assertThat(choice.flavor()).isEmpty();
    }

    @Test
    void aNamedFolderWithoutLibtorchIsNotPassedOver() {
        assertThatThrownBy(
                        () -> choose(Map.of("PYTORCH_LIBRARY_PATH", folder.toString()), false, Optional.empty(), false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("PYTORCH_LIBRARY_PATH: there is no " + System.mapLibraryName("torch"));
    }

    @Test
    void aMissingBridgeIsNamedAndNotFetched() throws IOException {
        libraries("torch", "torch_cuda");
        Map<String, String> settings = Map.of(
                "PYTORCH_LIBRARY_PATH", folder.toString(), "PYTORCH_VERSION", "2.4.0", "PYTORCH_FLAVOR", "cu121");
        assertThatThrownBy(() -> choose(settings, false, Optional.empty(), true))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        System.mapLibraryName("djl_torch") + " is missing: DJL's bridge to libtorch 2.4.0")
                .hasMessageContaining("doctor --install-cuda");
    }
}
