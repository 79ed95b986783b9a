package org.plumbline.reports.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.plumbline.datasets.input.Hashes;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;
import org.plumbline.eval.Evaluation;
import org.plumbline.eval.EvaluationFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An evaluation that someone answers for: {@code baseline.json} beside {@code results.json} and {@code items.jsonl} says who
 * blessed them, when and why, with their hashes and those of every baseline before.
 */
public final class Baseline {
    /** Name of the record beside the evaluation. */
    public static final String FILE = "baseline.json";

    private static final String SCHEMA = "plumbline.baseline/1";
    private static final List<String> EVALUATION = List.of("results.json", "items.jsonl");

    private Baseline() {}

    /**
     * Makes an evaluation the baseline in a directory; a baseline that is there already becomes part of the lineage.
     *
     * @param evaluation directory of the evaluation
     * @param baseline directory of the baseline; may be the same
     * @return how many baselines came before
     * @throws InputException when there is no evaluation, or the earlier baseline was changed after it was blessed
     */
    public static int bless(Path evaluation, Path baseline, String approver, String reason, Clock clock) {
        Evaluation found = EvaluationFiles.read(evaluation);
        if (found.failedShare() > 0) {
            throw new InputException(
                    Problem.at(evaluation, "has items that failed: " + Numbers.plain(100 * found.failedShare()) + " %")
                            .next("bless an evaluation in which every item was answered"));
        }
        ObjectNode record = Json.COMPACT.createObjectNode();
        record.put("schema", SCHEMA);
        record.put("approver", approver);
        record.put("blessed_on", LocalDate.now(clock).toString());
        record.put("reason", reason);
        record.put("model", found.model().id());
        record.put("model_content_hash", found.model().contentHash());
        ArrayNode lineage = Json.COMPACT.createArrayNode();
        Path earlier = baseline.resolve(FILE);
        if (Files.exists(earlier)) {
            lineage = lineage(earlier, baseline, evaluation);
        }
        try {
            Files.createDirectories(baseline);
            ObjectNode hashes = record.putObject("files");
            for (String name : EVALUATION) {
                Path from = evaluation.resolve(name);
                Path to = baseline.resolve(name);
                if (!Files.exists(to) || !Files.isSameFile(from, to)) {
                    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
                }
                hashes.put(name, Hashes.ofFile(to));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        record.set("lineage", lineage);
        Json.write(earlier, record);
        keepBytes(baseline);
        return lineage.size();
    }

    /** Git must not convert line ends here: the hashes would no longer hold. */
    private static void keepBytes(Path baseline) {
        Path attributes = baseline.resolve(".gitattributes");
        try {
            if (!Files.exists(attributes)) {
                Files.writeString(attributes, "* -text\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lineage that the earlier record becomes a part of; its files must be as they were blessed, or be replaced. */
    private static ArrayNode lineage(Path earlier, Path baseline, Path evaluation) {
        JsonNode record = read(earlier);
        try {
            if (!Files.isSameFile(baseline, evaluation)) {
                verify(baseline, record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ArrayNode lineage = Json.COMPACT.createArrayNode();
        record.path("lineage").forEach(lineage::add);
        ObjectNode entry = lineage.addObject();
        entry.put("sha256", Hashes.ofFile(earlier));
        for (String key : List.of("approver", "blessed_on", "reason", "model", "model_content_hash")) {
            entry.put(key, record.path(key).asString(""));
        }
        entry.set("files", record.path("files"));
        return lineage;
    }

    private static JsonNode read(Path file) {
        JsonNode record = Json.read(file);
        if (!record.path("schema").asString("").equals(SCHEMA)) {
            throw new InputException(
                    Problem.at(file, "has schema " + record.path("schema")).accepted(SCHEMA));
        }
        return record;
    }

    private static void verify(Path directory, JsonNode record) {
        List<Problem> problems = new ArrayList<>();
        for (String name : EVALUATION) {
            Path file = directory.resolve(name);
            String blessed = record.path("files").path(name).asString("");
            String actual = Files.exists(file) ? Hashes.ofFile(file) : "missing";
            if (!actual.equals(blessed)) {
                problems.add(Problem.at(file, "is not what was blessed: sha256 " + actual + ", blessed " + blessed)
                        .next("restore the file, or bless the new one with plumbline baseline bless"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
    }

    /** Whether someone answers for the evaluation in a directory. */
    public static boolean blessed(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    /**
     * Says who blessed an evaluation, for the provenance; {@code not blessed} where there is no record.
     *
     * @throws InputException when a file was changed after it was blessed
     */
    public static String describe(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new InputException(
                    Problem.at(directory, "no such directory").next("make a baseline with plumbline baseline bless"));
        }
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return "not blessed";
        }
        JsonNode record = read(file);
        verify(directory, record);
        String reason = record.path("reason").asString("");
        return "blessed by " + record.path("approver").asString("") + " on "
                + record.path("blessed_on").asString("")
                + (reason.isEmpty() ? "" : " (" + reason + ")")
                + ", baselines before it: " + record.path("lineage").size() + ", sha256 " + Hashes.ofFile(file);
    }
}
