package org.plumbline.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plumbline.reports.gate.Check;
import org.plumbline.reports.gate.RuleResult;

@ExtendWith(Chromium.class)
class LayoutBrowserTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Sample.class)
    void thePageNeverScrollsSideways(Sample sample, Browser browser) {
        for (int width : List.of(OpenReport.DESKTOP, 740, OpenReport.PHONE, 320)) {
            try (OpenReport report =
                    OpenReport.of(browser, directory, sample, OpenReport.options(width, ColorScheme.LIGHT))) {
                report.openAll();
                assertThat(report.number("() => document.documentElement.scrollWidth"))
                        .as(sample + " at " + width)
                        .isLessThanOrEqualTo(report.number("() => document.documentElement.clientWidth"));
                // A text that sticks out of its box is cut or lies on another one.
                assertThat(report.strings("""
                                () => [...document.querySelectorAll('main p, main li, main h1, main h2, main h3, dd, dt,'
                                    + ' blockquote, summary, figcaption, .panel, #filter')]
                                  .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline'
                                    && !e.closest('.again'))
                                  .map(e => e.tagName + ' ' + e.scrollWidth + ' > ' + e.clientWidth + ' '
                                    + e.textContent.trim().slice(0, 60))
                                """)).as(sample + " at " + width).isEmpty();
            }
        }
    }

    @Test
    void onADesktopTablesFitAndNeitherHeadersNorNamesAreBroken(Browser browser) {
        // 15 pixels less than a screen: a scroll bar takes them.
        try (OpenReport report = OpenReport.of(
                browser, directory, Sample.STARTER, OpenReport.options(OpenReport.DESKTOP - 15, ColorScheme.LIGHT))) {
            assertThat(report.strings("""
                            () => [...document.querySelectorAll('.scroll')]
                              .filter(e => e.scrollWidth > e.clientWidth).map(e => e.getAttribute('aria-label'))
                            """)).as("tables that scroll").isEmpty();
            assertThat(report.strings("""
                            () => {
                              const rects = node => {
                                const range = document.createRange();
                                range.selectNodeContents(node);
                                return [...range.getClientRects()];
                              };
                              const lines = node => new Set(rects(node).map(r => Math.round(r.bottom / 8))).size;
                              const oneWord = node => !/[ -]/.test(node.textContent.trim());
                              return [...document.querySelectorAll('thead th, .sign, tbody tr:not(.suite) th.name')]
                                .filter(e => e.matches('tbody th')
                                  ? oneWord(e.firstChild) && lines(e.firstChild) > 1 : lines(e) > 1)
                                .map(e => e.textContent.trim());
                            }
                            """)).as("headers and words in two lines").isEmpty();
        }
    }

    @Test
    void onAPhoneTextIsLargeAndEveryCellSaysWhatItIs(Browser browser) {
        for (Sample sample : Sample.values()) {
            try (OpenReport report = OpenReport.of(browser, directory, sample, OpenReport.phone())) {
                report.openAll();
                assertThat(report.strings("""
                                () => {
                                  const small = [];
                                  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                                  while (walker.nextNode()) {
                                    const e = walker.currentNode.parentElement;
                                    if (walker.currentNode.data.trim() && !e.closest('svg, script')
                                        && parseFloat(getComputedStyle(e).fontSize) < 14) {
                                      small.push(e.tagName + ' ' + getComputedStyle(e).fontSize + ' '
                                        + e.textContent.trim().slice(0, 60));
                                    }
                                  }
                                  return small;
                                }
                                """))
                        .as(sample + ": texts under 14 px")
                        .isEmpty();
                assertThat(report.strings("""
                                () => [...document.querySelectorAll('table.cards tbody td')].filter(cell => {
                                  const column = cell.closest('table').querySelectorAll('thead th')[cell.cellIndex];
                                  const label = getComputedStyle(cell, '::before').content;
                                  return !cell.matches('.plot') && label !== '"' + column.textContent + '"';
                                }).map(cell => cell.textContent)
                                """))
                        .as(sample + ": cells without the name of their column")
                        .isEmpty();
            }
        }
    }

    /** Boxes instead of rows and cells take the table away from a screen reader, unless the browser keeps it. */
    @Test
    void onAPhoneTablesAreStillTablesForAScreenReader(Browser browser) {
        Map<String, Integer> desktop;
        try (OpenReport report = OpenReport.of(browser, directory, Sample.STARTER, OpenReport.desktop())) {
            desktop = tableRoles(report.page());
        }
        try (OpenReport report = OpenReport.of(browser, directory, Sample.STARTER, OpenReport.phone())) {
            assertThat(tableRoles(report.page())).isEqualTo(desktop);
            assertThat(desktop).containsKeys("table", "row", "cell", "columnheader", "rowheader");
        }
    }

    private static Map<String, Integer> tableRoles(Page page) {
        Map<String, Integer> roles = new TreeMap<>();
        JsonObject tree = page.context().newCDPSession(page).send("Accessibility.getFullAXTree");
        for (JsonElement node : tree.getAsJsonArray("nodes")) {
            JsonObject object = node.getAsJsonObject();
            if (!object.get("ignored").getAsBoolean() && object.has("role")) {
                String role = object.getAsJsonObject("role").get("value").getAsString();
                if (List.of("table", "row", "cell", "columnheader", "rowheader").contains(role)) {
                    roles.merge(role, 1, Integer::sum);
                }
            }
        }
        return roles;
    }

    @Test
    void onPaperTheStarterTakesTwoSheetsOfA4(Browser browser) {
        try (OpenReport report = OpenReport.of(browser, directory, Sample.STARTER, OpenReport.desktop())) {
            String pdf = new String(
                    report.page().pdf(new Page.PdfOptions().setPreferCSSPageSize(true)), StandardCharsets.ISO_8859_1);
            assertThat(Pattern.compile("/Type\\s*/Page\\b").matcher(pdf).results())
                    .hasSizeBetween(1, 2);
            assertThat(pdf).containsPattern("/MediaBox\\s*\\[0 0 59\\d\\S* 84\\d");
        }
    }

    @Test
    void onPaperEverythingStandsButTheTexts(Browser browser) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (OpenReport report =
                    OpenReport.of(browser, directory, Sample.STARTER, OpenReport.options(OpenReport.DESKTOP, scheme))) {
                report.openAll();
                Page page = report.page();
                List<String> texts = page.locator("blockquote").allTextContents();
                assertThat(page.innerText("body"))
                        .as("on screen")
                        .contains(texts.get(0).strip());
                page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
                String paper = page.innerText("body");
                assertThat(texts)
                        .hasSizeGreaterThan(20)
                        .noneMatch(text -> text.length() > 20 && paper.contains(text.strip()));
                assertThat(page.locator("blockquote:visible, #filter:visible").count())
                        .isZero();
                Report shown = Sample.STARTER.report();
                for (RuleResult rule : shown.verdict().orElseThrow().rules()) {
                    assertThat(paper).contains(rule.name());
                    assertThat(rule.checks()).extracting(Check::subject).allMatch(paper::contains);
                }
                assertThat(paper).contains(shown.limits()).contains(shown.command());
                assertThat(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
                        .isEqualTo("rgb(255, 255, 255)");
            }
        }
    }
}
