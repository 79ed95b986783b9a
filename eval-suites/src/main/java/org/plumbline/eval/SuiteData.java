package org.plumbline.eval;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.plumbline.datasets.DataSource;
import org.plumbline.datasets.PromptFile;
import org.plumbline.datasets.PromptRecord;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.eval.spi.SuiteDescription.DataFile;

/** Where a suite finds its prompts: an option, a file of {@code --data}, or the starter data. */
final class SuiteData {
    /** What counts together in the intervals of suites over such data. */
    static final String CLUSTER_KEY = "cluster, as the data names it";

    private SuiteData() {}

    /** Prompts with their provenance. */
    record Prompts(List<PromptRecord> records, DataFile file, List<String> warnings) {}

    /** A source, and what a reader should know of how it was chosen. */
    record Found(DataSource source, List<String> warnings) {}

    static DataFile file(DataSource source, int items) {
        return new DataFile(source.name(), source.sha256(), items);
    }

    /**
     * The source of option {@code key}; else {@code NAME.jsonl} in the folder of {@code --data}, {@code NAME} being the
     * starter set's name; else the starter set.
     */
    static Found source(ConfigNode options, String key, Optional<Path> data, String starterSet) {
        Optional<DataSource> named = DataSource.read(options, key);
        if (named.isPresent()) {
            return new Found(named.get(), List.of());
        }
        String file = starterSet + ".jsonl";
        Optional<Path> inFolder = data.map(folder -> folder.resolve(file)).filter(Files::exists);
        if (inFolder.isPresent()) {
            return new Found(DataSource.file(inFolder.get()), List.of());
        }
        List<String> warnings =
                data.map(folder -> "--data has no " + file + ": starter:" + starterSet + " was used").stream()
                        .toList();
        return new Found(DataSource.starter(starterSet), warnings);
    }

    static Prompts prompts(ConfigNode options, String key, Optional<Path> data, String starterSet) {
        Found found = source(options, key, data, starterSet);
        List<PromptRecord> records =
                PromptFile.parse(found.source().origin(), found.source().text());
        return new Prompts(records, file(found.source(), records.size()), found.warnings());
    }
}
