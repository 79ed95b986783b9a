package org.plumbline.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Chromium.class)
class KeyboardBrowserTest {
    private static final String DESCRIBE =
            "e => e.tagName + ' ' + (e.name || e.getAttribute('aria-label') || e.textContent).trim().slice(0, 80)";
    private static final String FOCUS = "() => (" + DESCRIBE + ")(document.activeElement)";
    private static final String ITEMS = "#items > li:not([hidden])";

    @TempDir
    private Path directory;

    private OpenReport starter(Browser browser) {
        return OpenReport.of(browser, directory, Sample.STARTER, OpenReport.desktop());
    }

    @Test
    void tabGoesThroughEverythingInTheOrderOfThePageAndShowsWhereItIs(Browser browser) {
        try (OpenReport report = starter(browser)) {
            Page page = report.page();
            List<String> expected = report.strings(
                    "() => [...document.querySelectorAll('a[href], [tabindex=\"0\"], input, select, summary')].map("
                            + DESCRIBE + ")");
            List<String> reached = new ArrayList<>();
            for (int i = 0; i < expected.size(); i++) {
                page.keyboard().press("Tab");
                reached.add((String) page.evaluate(FOCUS));
                assertThat(page.evaluate("""
                                () => {
                                  const e = document.activeElement, box = e.getBoundingClientRect();
                                  const style = getComputedStyle(e);
                                  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                                    && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left >= 0;
                                }
                                """))
                        .as("focus is seen on " + reached.get(i))
                        .isEqualTo(true);
            }
            assertThat(reached).isEqualTo(expected);
            assertThat(reached.get(0)).isEqualTo("A Skip to the measurements");
            assertThat(reached)
                    .anyMatch(name -> name.startsWith("DIV "))
                    .anyMatch(name -> name.startsWith("INPUT "))
                    .anyMatch(name -> name.startsWith("SELECT "))
                    .anyMatch(name -> name.startsWith("SUMMARY "));
        }
    }

    @Test
    void theSkipLinkGoesToTheMeasurements(Browser browser) {
        try (OpenReport report = starter(browser)) {
            Page page = report.page();
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            page.keyboard().press("Tab");
            assertThat(page.evaluate(FOCUS)).isEqualTo("DIV Table of metrics");
        }
    }

    @Test
    void textsAreMaskedUntilEnterOpensThemOneByOne(Browser browser) {
        try (OpenReport report = starter(browser)) {
            Page page = report.page();
            Locator texts = page.locator("blockquote");
            assertThat(texts.count()).isGreaterThan(20);
            assertThat(visible(texts)).isZero();
            Locator first = page.locator("#items details").first();
            first.locator("summary").focus();
            page.keyboard().press("Enter");
            assertThat(visible(first.locator("blockquote"))).isPositive();
            assertThat(visible(texts)).isEqualTo(visible(first.locator("blockquote")));
            Locator example = page.locator(".examples details").last();
            example.locator("summary").focus();
            page.keyboard().press("Space");
            assertThat(visible(example.locator("blockquote"))).isPositive();
        }
    }

    private static long visible(Locator texts) {
        return texts.all().stream().filter(Locator::isVisible).count();
    }

    @Test
    void theFilterNarrowsTheListAndSaysHowFar(Browser browser) {
        try (OpenReport report = starter(browser)) {
            Page page = report.page();
            int all = page.locator(ITEMS).count();
            Locator status = page.locator("#filter [role=status]");
            assertThat(status.textContent()).isEqualTo(all + " of " + all + " items shown");

            String id = page.locator("#items > li .tag").first().textContent().split(",")[0];
            page.locator("#filter input").focus();
            page.keyboard().type(id);
            int some = page.locator(ITEMS).count();
            assertThat(some).isBetween(1, all - 1);
            assertThat(page.locator(ITEMS).allTextContents()).allMatch(text -> text.contains(id));
            assertThat(status.textContent()).isEqualTo(some + " of " + all + " items shown");

            page.keyboard().type("nothing has this");
            assertThat(page.locator(ITEMS).count()).isZero();
            assertThat(status.textContent()).isEqualTo("0 of " + all + " items shown");

            page.locator("#filter input").fill("");
            page.locator("#filter select[name=change]").selectOption("worse");
            assertThat(page.locator(ITEMS).all())
                    .isNotEmpty()
                    .allMatch(item -> "worse".equals(item.getAttribute("data-change")));
            String metric = page.locator("#items > li").last().getAttribute("data-metric");
            page.locator("#filter select[name=metric]").selectOption(metric);
            assertThat(page.locator(ITEMS).all())
                    .isNotEmpty()
                    .allMatch(item -> metric.equals(item.getAttribute("data-metric"))
                            && "worse".equals(item.getAttribute("data-change")));
            page.locator("#filter input").press("Enter");
            assertThat(report.events()).as("Enter sends no form").isEmpty();
        }
    }

    @Test
    void withoutScriptsOnlyTheFilterIsMissing(Browser browser) {
        List<String> with;
        try (OpenReport report = starter(browser)) {
            with = contents(report);
        }
        try (OpenReport report = OpenReport.of(
                browser, directory, Sample.STARTER, OpenReport.desktop().setJavaScriptEnabled(false))) {
            assertThat(report.page().locator("#filter").isVisible()).isFalse();
            assertThat(contents(report)).isNotEmpty().isEqualTo(with);
            Locator first = report.page().locator("#items details").first();
            first.locator("summary").click();
            assertThat(first.locator("blockquote").first().isVisible()).isTrue();
            assertThat(report.events()).isEmpty();
        }
    }

    /** What is visible besides the filter. */
    private static List<String> contents(OpenReport report) {
        return report.strings("""
                () => [...document.querySelectorAll('h1, h2, h3, p, tr, svg, li, summary, dt, dd')]
                  .filter(e => e.checkVisibility()).map(e => e.tagName + ' ' + e.textContent)
                """);
    }
}
