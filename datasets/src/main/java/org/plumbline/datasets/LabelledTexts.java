package org.plumbline.datasets;

import java.util.List;
import org.plumbline.datasets.input.JsonLines;
import org.plumbline.datasets.input.Resources;

/** Labelled text as JSON Lines, {@code {"text","label","locale"}}: what text scorers are made from. */
public final class LabelledTexts {

    /** A text with its label; {@code locale} is a BCP 47 tag. */
    public record Row(String text, String label, String locale) {}

    private LabelledTexts() {}

    /** Reads a resource beside a class. */
    public static List<Row> resource(Class<?> beside, String name) {
        return JsonLines.parse(
                name,
                Resources.text(beside, name),
                row -> new Row(row.text("text"), row.text("label"), row.text("locale")));
    }
}
