package org.plumbline.eval;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.plumbline.datasets.CrowsPairs;
import org.plumbline.datasets.MinimalPair;
import org.plumbline.datasets.input.ConfigNode;
import org.plumbline.datasets.input.Hashes;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;
import org.plumbline.eval.spi.Suite;
import org.plumbline.eval.spi.SuiteDescription;
import org.plumbline.eval.spi.SuiteProvider;

/**
 * CrowS-Pairs (Nangia et al. 2020) for causal models as lm-evaluation-harness defines it: each sentence is scored after
 * the beginning of sequence alone, in summed nats; a tie counts as not stereotyped.
 */
public final class CrowsPairsSuite extends PairsSuite {
    private static final String FILE = "crows_pairs_anonymized.csv";

    /**
     * Reads the public file.
     *
     * @throws InputException when it is missing or not that file
     */
    public CrowsPairsSuite(Path file) {
        this(file, CrowsPairs.read(file));
    }

    private CrowsPairsSuite(Path file, List<MinimalPair> pairs) {
        super(
                pairs,
                Scored.SENTENCE,
                new SuiteDescription(
                        "crows-pairs",
                        "lm-eval",
                        "The authors and Blodgett et al. (2021) warn that these pairs are unreliable: never the sole gate.",
                        METRICS,
                        Scored.SENTENCE.decoding(),
                        List.of(),
                        List.of(new SuiteDescription.DataFile(FILE, Hashes.ofFile(file), pairs.size())),
                        "item",
                        pairs.size() == CrowsPairs.PUBLISHED_PAIRS
                                ? List.of()
                                : List.of("the file has " + pairs.size() + " pairs, the published one "
                                        + CrowsPairs.PUBLISHED_PAIRS)));
    }

    /** Makes the suite from {@code data}, the path of the public CSV file, or from the folder of {@code --data}. */
    public static final class Provider implements SuiteProvider {
        @Override
        public String name() {
            return "crows-pairs";
        }

        @Override
        public String summary() {
            return "stereotype preference on minimal sentence pairs (public file " + FILE + "); option: data (file)";
        }

        @Override
        public Suite create(ConfigNode options, Optional<Path> data) {
            Path file = options.optionalPath("data")
                    .or(() -> data.map(
                            folder -> Files.exists(folder.resolve("crows_pairs").resolve(FILE))
                                    ? folder.resolve("crows_pairs").resolve(FILE)
                                    : folder.resolve(FILE)))
                    .orElseThrow(() -> missing("suite crows-pairs", "does not know where its data is"));
            if (!Files.exists(file)) {
                throw missing(file.toString(), "no such file");
            }
            return new CrowsPairsSuite(file);
        }

        private static InputException missing(String where, String what) {
            return new InputException(Problem.of(where, what)
                    .next("download " + FILE
                            + " from github.com/nyu-mll/crows-pairs (CC BY-SA 4.0) and name its folder with"
                            + " --data or the file with the option data, or leave the suite out"));
        }
    }
}
