package org.plumbline.eval;

import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.plumbline.core.model.Capability;
import org.plumbline.core.model.Sampling;
import org.plumbline.datasets.PromptRecord;
import org.plumbline.eval.spi.ItemResult;
import org.plumbline.eval.spi.Subject;
import org.plumbline.eval.spi.Suite;
import org.plumbline.eval.spi.SuiteDescription;

/** A suite that judges sampled completions and nothing else; an item is one prompt, or several that belong together. */
abstract class SampledSuite implements Suite {
    private final List<List<PromptRecord>> items;
    private final Sampling sampling;
    private final SuiteDescription description;

    SampledSuite(List<List<PromptRecord>> items, Sampling sampling, SuiteDescription description) {
        this.items = List.copyOf(items);
        this.sampling = sampling;
        this.description = description;
    }

    /** Judges the completions of an item, a list for each of its prompts. */
    abstract Generated.Judgement judge(List<PromptRecord> item, List<List<String>> completions);

    @Override
    public final SuiteDescription description() {
        return description;
    }

    @Override
    public final Set<Capability> needs() {
        return Set.of(Capability.GENERATE);
    }

    @Override
    public final int size() {
        return items.size();
    }

    @Override
    public final List<ItemResult> run(Subject subject, int limit, IntConsumer progress) {
        return Generated.run(subject.model(), items.subList(0, limit), sampling, this::judge, progress);
    }
}
