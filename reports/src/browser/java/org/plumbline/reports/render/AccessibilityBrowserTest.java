package org.plumbline.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plumbline.datasets.input.Resources;

@ExtendWith(Chromium.class)
class AccessibilityBrowserTest {
    private static final String AXE = Resources.text(AccessibilityBrowserTest.class, "/axe.min.js");

    /** Violations, a line each, the graver ones first. */
    private static List<String> violations(OpenReport report) {
        report.page().evaluate(AXE);
        return report.strings("""
                async () => (await axe.run(document, {
                  resultTypes: ['violations'],
                  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
                })).violations.map(v => `${v.impact} ${v.id}: ${v.help}, ${v.nodes.length} times, first `
                  + `${v.nodes[0].html.slice(0, 200)} ${v.nodes[0].failureSummary.slice(0, 300)}`)
                """);
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void axeFindsNothingInLightAndDarkOnDesktopAndPhone(Sample sample, @TempDir Path directory, Browser browser) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(OpenReport.DESKTOP, OpenReport.PHONE)) {
                try (OpenReport report = OpenReport.of(browser, directory, sample, OpenReport.options(width, scheme))) {
                    report.openAll();
                    assertThat(violations(report)).as(scheme + " " + width).isEmpty();
                }
            }
        }
    }

    /** Otherwise the test above could not fail. */
    @Test
    void axeFindsWhatIsWrong(@TempDir Path directory, Browser browser) throws Exception {
        Path bad = Files.writeString(
                directory.resolve("bad.html"),
                "<!doctype html><title>t</title><main><h1>h</h1><p style='color:#ccc;background:#fff'>pale</p>"
                        + "<input></main>");
        try (OpenReport page = OpenReport.file(browser, bad, OpenReport.desktop())) {
            assertThat(violations(page))
                    .anyMatch(line -> line.startsWith("serious color-contrast"))
                    .anyMatch(line -> line.startsWith("critical label"))
                    .anyMatch(line -> line.startsWith("serious html-has-lang"));
        }
    }
}
