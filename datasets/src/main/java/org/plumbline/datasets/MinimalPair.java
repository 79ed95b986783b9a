package org.plumbline.datasets;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.JsonLines;
import org.plumbline.datasets.input.Problem;

/**
 * Two sentences that differ in the group they name.
 *
 * @param id unique in its file
 * @param more the more stereotyping sentence
 * @param less its minimal edit
 * @param category such as the identity axis; may be empty
 * @param cluster pairs of one cluster are alike (one template, say); the id when there is none
 */
public record MinimalPair(String id, String more, String less, String category, String cluster) {

    /** The words that both sentences end on, with the space before them; empty when the last words differ. */
    public String sharedEnd() {
        int length = 0;
        int whole = 0;
        while (length < Math.min(more.length(), less.length())
                && more.charAt(more.length() - 1 - length) == less.charAt(less.length() - 1 - length)) {
            length++;
            if (Character.isWhitespace(more.charAt(more.length() - length))) {
                whole = length;
            }
        }
        return more.substring(more.length() - whole);
    }

    /**
     * Reads JSON Lines of {@code {"id","more","less"}} and, optionally, {@code "category"} and {@code "cluster"}.
     *
     * @throws InputException when any line is bad; ids must be unique
     */
    public static List<MinimalPair> parse(DataSource source) {
        Set<String> ids = new HashSet<>();
        List<MinimalPair> pairs = JsonLines.parse(source.origin(), source.text(), row -> {
            String id = row.text("id");
            if (!ids.add(id)) {
                throw new InputException(Problem.of(row.where(), "id \"" + id + "\" stands twice")
                        .accepted("unique ids"));
            }
            MinimalPair pair = new MinimalPair(
                    id,
                    row.text("more"),
                    row.text("less"),
                    row.optionalText("category").orElse(""),
                    row.optionalText("cluster").orElse(id));
            if (pair.sharedEnd().isEmpty()) {
                throw new InputException(Problem.of(row.where(), "the two sentences do not end on a common word")
                        .accepted("pairs in which the identity term is followed by the same words"));
            }
            return pair;
        });
        if (pairs.isEmpty()) {
            throw new InputException(Problem.of(source.origin(), "holds no pairs"));
        }
        return pairs;
    }
}
