package org.plumbline.reports.render;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.plumbline.datasets.input.VisibleText;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.SuiteResult;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.MetricDefinition;

/** Every item before and after, a row for each metric, for a spreadsheet. Texts that it would run as a formula are quoted. */
public final class ItemsCsv {
    private static final int TEXT = 1000;

    private ItemsCsv() {}

    /** Writes the file; items without a value in one of the evaluations have an empty cell there. */
    public static void write(Path file, Evaluation before, Evaluation after) {
        Map<String, SuiteResult> others = new HashMap<>();
        after.suites().forEach(suite -> others.put(suite.description().name(), suite));
        try (CsvWriter csv = CsvWriter.builder().build(Files.newBufferedWriter(file))) {
            csv.writeRecord(
                    "suite",
                    "metric",
                    "id",
                    "category",
                    "cluster",
                    "before",
                    "after",
                    "prompt",
                    "output_before",
                    "output_after");
            for (SuiteResult suite : before.suites()) {
                Map<String, ItemResult> items = new HashMap<>();
                SuiteResult other = others.get(suite.description().name());
                if (other != null) {
                    other.items().forEach(item -> items.put(item.id(), item));
                }
                for (ItemResult item : suite.items()) {
                    ItemResult match = items.getOrDefault(item.id(), item);
                    for (MetricDefinition metric : suite.description().metrics()) {
                        row(csv, suite.description().name(), metric.name(), item, match);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void row(CsvWriter csv, String suite, String metric, ItemResult before, ItemResult after) {
        if (before.value(metric).isEmpty() && after.value(metric).isEmpty()) {
            return;
        }
        csv.writeRecord(
                cell(suite),
                cell(metric),
                cell(before.id()),
                cell(before.category()),
                cell(before.cluster()),
                value(before, metric),
                value(after, metric),
                cell(before.prompt()),
                cell(output(before)),
                cell(output(after)));
    }

    private static String value(ItemResult item, String metric) {
        return item.value(metric).isPresent()
                ? Double.toString(item.value(metric).getAsDouble())
                : "";
    }

    private static String output(ItemResult item) {
        return item.outputs().isEmpty() ? "" : item.outputs().get(0);
    }

    /** A leading =, +, - or @ would be a formula to a spreadsheet. */
    static String cell(String text) {
        String visible = VisibleText.clipped(text, TEXT);
        return visible.matches("(?s)\\s*[=+\\-@].*") ? "'" + visible : visible;
    }
}
