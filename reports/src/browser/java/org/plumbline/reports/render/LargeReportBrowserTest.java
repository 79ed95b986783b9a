package org.plumbline.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;
import org.plumbline.eval.spi.MetricDefinition.Kind;
import org.plumbline.reports.Comparison;
import org.plumbline.reports.Evaluations;
import org.plumbline.reports.Evaluations.Column;
import org.plumbline.reports.Example;
import org.plumbline.reports.ItemChange;

@ExtendWith(Chromium.class)
class LargeReportBrowserTest {
    private static final int ITEMS = 50_000;
    private static final int SUITES = 2;
    private static final int METRICS = 4;

    private static Evaluation random(String model, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        // Both models get the same prompts.
        SplittableRandom prompts = new SplittableRandom(0);
        List<SuiteResult> suites = new ArrayList<>();
        Evaluation one = null;
        for (int suite = 0; suite < SUITES; suite++) {
            Column[] columns = IntStream.range(0, METRICS)
                    .mapToObj(i -> new Column(
                            MetricDefinition.lower("metric" + i, "A metric.", "points", Kind.MEAN), new double[0]))
                    .toArray(Column[]::new);
            List<ItemResult> items = new ArrayList<>();
            for (int i = 0; i < ITEMS / SUITES; i++) {
                Map<String, Double> values = new LinkedHashMap<>();
                for (int metric = 0; metric < METRICS; metric++) {
                    values.put("metric" + metric, random.nextDouble());
                }
                items.add(new ItemResult(
                        "item" + i,
                        "cluster" + i / 10,
                        "group " + i % 12,
                        text(prompts),
                        List.of(text(random)),
                        Map.of(),
                        new ItemResult.Scored(values)));
            }
            one = Evaluations.of(model, "suite" + suite, items, columns);
            suites.addAll(one.suites());
        }
        return new Evaluation(Objects.requireNonNull(one).model(), Optional.empty(), suites);
    }

    /** About 200 characters. */
    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < 195) {
            text.append(Long.toString(random.nextLong(1L << 30), 36)).append(' ');
        }
        return text.toString();
    }

    @Test
    void fiftyThousandItemsMakeAPageThatOpensAtOnce(@TempDir Path directory, Browser browser) throws Exception {
        Evaluation before = random("a", 1);
        Evaluation after = random("b", 2);
        Report report = new Report(
                "Fifty thousand items",
                Optional.empty(),
                Optional.of(Comparison.of(before, after, Optional.empty())),
                ItemChange.pick(before, after),
                List.of(),
                Example.pick(before, after, Report.EXAMPLES),
                Map.of(),
                "plumbline compare");
        Path file = Files.writeString(directory.resolve("report.html"), HtmlPage.write(report));
        assertThat(Files.size(file)).isLessThan(40L << 20);
        try (OpenReport page = OpenReport.file(browser, file, OpenReport.desktop())) {
            int loaded = page.number("() => Math.ceil(performance.getEntriesByType('navigation')[0].loadEventEnd)");
            assertThat(loaded).as("milliseconds to the load event").isPositive().isLessThan(2000);
            assertThat(page.page().innerText(".banner")).contains("50,000 items in each");
            assertThat(page.events()).isEmpty();
        }
    }
}
