package org.plumbline.cli;

import java.util.Optional;
import org.plumbline.core.chat.ChatSettings;
import org.plumbline.core.model.Completion;
import org.plumbline.core.selection.Candidate;
import org.plumbline.core.selection.Outcome;
import org.plumbline.core.selection.Selection;
import org.plumbline.datasets.PromptRecord;
import org.plumbline.datasets.input.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The lines that {@code select} writes. */
final class SelectionRows {
    private SelectionRows() {}

    /**
     * What is kept of a prompt; empty when nothing is.
     *
     * @param chat when present the row has {@code messages}, which {@code render} reads, in place of a {@code text}
     */
    static Optional<ObjectNode> kept(Selection selection, Optional<ChatSettings> chat) {
        PromptRecord prompt = selection.prompt();
        ObjectNode row = Json.COMPACT.createObjectNode();
        row.put("id", prompt.id()).put("prompt", prompt.text());
        if (selection.outcome() instanceof Outcome.Kept kept) {
            Completion completion = kept.candidate().completion();
            row.put("completion", completion.text())
                    .put("reward", kept.candidate().reward())
                    .put("draw", completion.draw())
                    .put("ended", ended(completion));
            if (chat.isPresent()) {
                ArrayNode messages = row.putArray("messages");
                chat.get().system().ifPresent(system -> message(messages, "system", system));
                message(messages, "user", prompt.text());
                message(messages, "assistant", completion.text());
            } else {
                row.put("text", prompt.text() + completion.text());
            }
        } else if (selection.outcome() instanceof Outcome.Pair pair) {
            row.put("chosen", pair.chosen().completion().text())
                    .put("rejected", pair.rejected().completion().text())
                    .put("chosen_reward", pair.chosen().reward())
                    .put("rejected_reward", pair.rejected().reward())
                    .put("chosen_ended", ended(pair.chosen().completion()))
                    .put("rejected_ended", ended(pair.rejected().completion()));
        } else {
            return Optional.empty();
        }
        metadata(row, prompt);
        return Optional.of(row);
    }

    /** Every candidate of a prompt, and what became of it. */
    static ObjectNode all(Selection selection) {
        PromptRecord prompt = selection.prompt();
        ObjectNode row = Json.COMPACT.createObjectNode();
        row.put("id", prompt.id()).put("prompt", prompt.text());
        metadata(row, prompt);
        Outcome outcome = selection.outcome();
        if (outcome instanceof Outcome.Kept kept) {
            row.put("outcome", "kept").put("draw", kept.candidate().completion().draw());
        } else if (outcome instanceof Outcome.Pair pair) {
            row.put("outcome", "pair")
                    .put("chosen_draw", pair.chosen().completion().draw())
                    .put("rejected_draw", pair.rejected().completion().draw());
        } else {
            row.put("outcome", outcome instanceof Outcome.Rejected ? "rejected" : "equal");
        }
        row.put("n", selection.candidates().size());
        ArrayNode candidates = row.putArray("candidates");
        for (Candidate candidate : selection.candidates()) {
            ObjectNode entry = candidates
                    .addObject()
                    .put("draw", candidate.completion().draw())
                    .put("completion", candidate.completion().text())
                    .put("tokens", candidate.completion().tokens())
                    .put("ended", ended(candidate.completion()))
                    .put("reward", candidate.reward());
            ObjectNode weighted = entry.putObject("weighted");
            candidate.judgement().weighted().forEach(weighted::put);
        }
        return row;
    }

    private static boolean ended(Completion completion) {
        return completion.finish() == Completion.Finish.END_OF_SEQUENCE;
    }

    private static void message(ArrayNode messages, String role, String content) {
        messages.addObject().put("role", role).put("content", content);
    }

    private static void metadata(ObjectNode row, PromptRecord prompt) {
        prompt.category().ifPresent(value -> row.put("category", value));
        prompt.group().ifPresent(value -> row.put("group", value));
        prompt.pair().ifPresent(value -> row.put("pair", value));
        prompt.locale().ifPresent(value -> row.put("locale", value));
        prompt.cluster().ifPresent(value -> row.put("cluster", value));
    }
}
