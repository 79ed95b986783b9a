package org.plumbline.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The images of the documentation, written again with {@code -Dplumbline.screenshots=write}. */
@ExtendWith(Chromium.class)
class ScreenshotsBrowserTest {
    private static final Path IMAGES = Path.of("../docs/images");
    private static final int MOST_BYTES = 300_000;

    @ParameterizedTest
    @CsvSource({"report-light, 1280, 1100, LIGHT", "report-dark, 1280, 1100, DARK", "report-phone, 390, 1200, LIGHT"})
    void theDocumentationShowsTheStarterReport(
            String name, int width, int height, ColorScheme scheme, @TempDir Path directory, Browser browser)
            throws Exception {
        Path file = IMAGES.resolve(name + ".png");
        if (System.getProperty("plumbline.screenshots", "").equals("write")) {
            Files.createDirectories(IMAGES);
            Browser.NewContextOptions options = new Browser.NewContextOptions()
                    .setViewportSize(width, height)
                    .setColorScheme(scheme);
            try (OpenReport report = OpenReport.of(browser, directory, Sample.STARTER, options)) {
                report.page().screenshot(new Page.ScreenshotOptions().setPath(file));
            }
        }
        assertThat(file).as("write it with -Dplumbline.screenshots=write").isNotEmptyFile();
        assertThat(Files.size(file)).isLessThan(MOST_BYTES);
        // Not their content: it would differ with the fonts of the machine.
        byte[] png = Files.readAllBytes(file);
        // The header of a PNG file has the width in bytes 16 to 19 and the height in the four after them.
        assertThat(ByteBuffer.wrap(png, 16, 8).getInt()).isEqualTo(width);
        assertThat(ByteBuffer.wrap(png, 20, 4).getInt()).isEqualTo(height);
    }
}
