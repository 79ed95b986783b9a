package org.plumbline.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one headless Chromium, the one that is installed: nothing is ever downloaded. Without one each test is skipped
 * by its name.
 */
final class Chromium implements BeforeEachCallback, ParameterResolver {
    private static final String PROPERTY = "plumbline.chromium";
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
        static Running start(Path executable) {
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            return new Running(
                    playwright,
                    playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(executable)));
        }

        @Override
        public void close() {
            playwright.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Assumptions.assumeTrue(
                executable().isPresent(),
                "needs Chromium or Chrome on the PATH (apt-get install chromium), or its path in -D" + PROPERTY);
    }

    private static Optional<Path> executable() {
        String named = System.getProperty(PROPERTY, "");
        if (!named.isEmpty()) {
            // Who names one wants these tests: a wrong path is an error, not a reason to skip.
            assertThat(Path.of(named)).as("-D" + PROPERTY).isExecutable();
            return Optional.of(Path.of(named));
        }
        List<Path> folders = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
        return NAMES.stream()
                .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Chromium.class))
                .getOrComputeIfAbsent(
                        Running.class, type -> Running.start(executable().orElseThrow()), Running.class)
                .browser();
    }
}
