package org.plumbline.core.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Anything that can be probed: a policy in this process, an endpoint. */
public interface LanguageModel extends AutoCloseable {

    ModelCard card();

    /** What this model can do; a suite that needs more says so before it starts. */
    Set<Capability> capabilities();

    /**
     * What answers depend on besides the model and the sampling, such as a chat template: two evaluations compare only when it
     * is the same.
     */
    default Map<String, String> conditions() {
        return Map.of();
    }

    /**
     * Continues each prompt {@link Sampling#samplesPerPrompt()} times.
     *
     * @return completions ordered by prompt, then by draw
     */
    List<Completion> generate(List<Prompt> prompts, Sampling sampling);

    /** Log-likelihood of each continuation, in order. */
    List<LogLikelihood> logLikelihood(List<Continuation> continuations);

    @Override
    void close();
}
