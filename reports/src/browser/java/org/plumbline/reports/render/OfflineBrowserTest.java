package org.plumbline.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Chromium.class)
class OfflineBrowserTest {
    private static final String GLOBALS = "() => Object.getOwnPropertyNames(window).sort()";

    @ParameterizedTest
    @EnumSource(Sample.class)
    void aReportAsksForNothingAndComplainsOfNothing(Sample sample, @TempDir Path directory, Browser browser)
            throws Exception {
        List<String> globals;
        Path empty = Files.writeString(directory.resolve("empty.html"), "<!doctype html><title>t</title>");
        try (OpenReport nothing = OpenReport.file(browser, empty, OpenReport.desktop())) {
            globals = nothing.strings(GLOBALS);
        }
        try (OpenReport report = OpenReport.of(browser, directory, sample, OpenReport.desktop())) {
            List<String> named = report.strings("() => [...document.querySelectorAll('[id]')].map(e => e.id)");
            report.openAll();
            report.page().waitForTimeout(200);
            assertThat(report.events()).isEmpty();
            List<String> injected = new ArrayList<>(report.strings(GLOBALS));
            injected.removeAll(globals);
            injected.removeAll(named);
            assertThat(injected).as("globals").isEmpty();
            assertThat(named).as("ids").doesNotHaveDuplicates();
            assertThat(report.number("() => document.scripts.length")).isOne();
            assertThat(report.page().locator("#verdict").count()).isOne();
        }
    }

    /** Otherwise the test above could not fail. */
    @Test
    void whatAPageDoesIsSeen(@TempDir Path directory, Browser browser) throws Exception {
        Path noisy = Files.writeString(
                directory.resolve("noisy.html"),
                "<!doctype html><title>t</title><img src=other.png><script>console.warn('w'); window.injected = 1;"
                        + " fetch('http://127.0.0.1:9/').catch(() => {}); alert('a'); throw new Error('e');</script>");
        try (OpenReport page = OpenReport.file(browser, noisy, OpenReport.desktop())) {
            page.page().waitForTimeout(200);
            assertThat(String.join("\n", page.events()))
                    .contains("console warning: w")
                    .contains("dialog: a")
                    .contains("error: ")
                    .contains("other.png")
                    .contains("request: http://127.0.0.1:9/");
            assertThat(page.strings(GLOBALS)).contains("injected");
        }
    }

    /** The policy of the page itself, not the test's refusal, keeps a script out that a text smuggled in. */
    @Test
    void aSecondScriptWouldNotRun(@TempDir Path directory, Browser browser) throws Exception {
        Path file = directory.resolve("smuggled.html");
        Files.writeString(
                file,
                Sample.STARTER
                        .html()
                        .replace(
                                "</main>",
                                "<script>window.smuggled = 1</script><img src=x onerror='smuggled=2'></main>"));
        try (OpenReport report = OpenReport.file(browser, file, OpenReport.desktop())) {
            assertThat(report.page().evaluate("() => typeof window.smuggled")).isEqualTo("undefined");
            assertThat(report.events()).anyMatch(event -> event.contains("Content Security Policy"));
        }
    }
}
