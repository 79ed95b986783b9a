package org.plumbline.datasets;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;

/** Reader of the public CrowS-Pairs file, {@code crows_pairs_anonymized.csv} (Nangia et al. 2020, CC BY-SA 4.0). */
public final class CrowsPairs {
    /** Pairs in the published file; another count goes into the provenance. */
    public static final int PUBLISHED_PAIRS = 1508;

    private static final List<String> COLUMNS = List.of("sent_more", "sent_less", "stereo_antistereo", "bias_type");

    private CrowsPairs() {}

    /**
     * Reads all pairs in file order; the id is the row number of the published file, the category the bias type.
     *
     * @throws InputException when the file is missing, is not CSV or lacks a column
     */
    public static List<MinimalPair> read(Path file) {
        Json.readText(file);
        List<MinimalPair> pairs = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : reader) {
                List<String> missing = COLUMNS.stream()
                        .filter(column -> row.findField(column).isEmpty())
                        .toList();
                if (!missing.isEmpty()) {
                    throw new InputException(Problem.of(
                                    file + ":" + row.getStartingLineNumber(),
                                    "has no column " + String.join(", ", missing))
                            .accepted("the published crows_pairs_anonymized.csv with columns "
                                    + String.join(", ", COLUMNS)));
                }
                String id = row.findField("").orElse(Integer.toString(pairs.size()));
                pairs.add(new MinimalPair(
                        id, row.getField("sent_more"), row.getField("sent_less"), row.getField("bias_type"), id));
            }
        } catch (CsvParseException | IOException e) {
            throw new InputException(Problem.at(file, "is not readable CSV: " + e.getMessage()));
        }
        if (pairs.isEmpty()) {
            throw new InputException(Problem.at(file, "holds no pairs"));
        }
        return pairs;
    }
}
