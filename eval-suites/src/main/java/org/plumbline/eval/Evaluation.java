package org.plumbline.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.plumbline.core.model.Capability;
import org.plumbline.core.model.LanguageModel;
import org.plumbline.core.model.ModelCard;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Problem;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.Subject;
import org.plumbline.eval.spi.Suite;

/**
 * A model and what the suites found.
 *
 * @param reference the model that judged its text, if any
 */
public record Evaluation(ModelCard model, Optional<ModelCard> reference, List<SuiteResult> suites) {

    /** Told of progress. */
    public interface Progress {
        /** A suite begins. */
        void suite(String name, int items);

        /** Items were done. */
        void items(int count);
    }

    public Evaluation {
        suites = List.copyOf(suites);
    }

    /** As {@link #run(Subject, List, int, Progress)}, with all items and without telling anyone. */
    public static Evaluation run(Subject subject, List<Suite> suites) {
        return run(subject, suites, Integer.MAX_VALUE, new Progress() {
            @Override
            public void suite(String name, int items) {}

            @Override
            public void items(int count) {}
        });
    }

    /**
     * Runs suites one after the other.
     *
     * @param limit most items of each suite
     * @throws InputException before anything runs when the model lacks a capability that a suite needs
     */
    public static Evaluation run(Subject subject, List<Suite> suites, int limit, Progress progress) {
        LanguageModel model = subject.model();
        List<Problem> problems = new ArrayList<>();
        for (Suite suite : suites) {
            Set<Capability> missing = new TreeSet<>(suite.needs());
            missing.removeAll(model.capabilities());
            if (!missing.isEmpty()) {
                problems.add(Problem.of(
                                "suite " + suite.description().name(),
                                "needs " + missing + ", which " + model.card().id() + " does not offer")
                        .next("leave the suite out or probe the model through another back end"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        List<SuiteResult> results = new ArrayList<>();
        for (Suite suite : suites) {
            int items = Math.min(limit, suite.size());
            progress.suite(suite.description().name(), items);
            List<ItemResult> found = suite.run(subject, items, progress::items);
            results.add(new SuiteResult(suite.description().under(model.conditions()), found));
        }
        return new Evaluation(model.card(), subject.reference().map(LanguageModel::card), results);
    }

    /** Share of items that failed, over all suites; 0 without items. */
    public double failedShare() {
        long items = suites.stream().mapToLong(s -> s.items().size()).sum();
        long failed = suites.stream().mapToLong(SuiteResult::failed).sum();
        return items == 0 ? 0 : (double) failed / items;
    }
}
