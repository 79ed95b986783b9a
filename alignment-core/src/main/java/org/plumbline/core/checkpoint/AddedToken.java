package org.plumbline.core.checkpoint;

import java.nio.file.Path;
import org.plumbline.datasets.input.InputException;
import org.plumbline.datasets.input.Json;
import org.plumbline.datasets.input.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A token that is found in a text before the vocabulary's own rules split it.
 *
 * @param singleWord only where it stands alone
 * @param lstrip takes the space before it
 * @param rstrip takes the space after it
 * @param normalized looked for in the normalized text
 * @param special left out when tokens become text
 */
record AddedToken(
        String content, boolean singleWord, boolean lstrip, boolean rstrip, boolean normalized, boolean special) {

    static AddedToken special(String content) {
        return new AddedToken(content, false, false, false, false, true);
    }

    /**
     * Reads a token that a file gives as its text or as an object with its flags.
     *
     * @throws InputException when it is neither
     */
    static AddedToken of(JsonNode node, boolean special, Path file, String key) {
        if (node.isString()) {
            return special
                    ? special(node.asString())
                    : new AddedToken(node.asString(), false, false, false, true, false);
        }
        if (!node.path("content").isString()) {
            throw new InputException(Problem.at(file, key + " is " + node)
                    .accepted("the text of a token, an object with its \"content\", or null"));
        }
        boolean isSpecial = special || node.path("special").asBoolean(false);
        return new AddedToken(
                node.path("content").asString(),
                node.path("single_word").asBoolean(false),
                node.path("lstrip").asBoolean(false),
                node.path("rstrip").asBoolean(false),
                node.path("normalized").asBoolean(!isSpecial),
                isSpecial);
    }

    AddedToken asSpecial() {
        return new AddedToken(content, singleWord, lstrip, rstrip, normalized, true);
    }

    ObjectNode json(long id) {
        return Json.COMPACT
                .createObjectNode()
                .put("id", id)
                .put("content", content)
                .put("single_word", singleWord)
                .put("lstrip", lstrip)
                .put("rstrip", rstrip)
                .put("normalized", normalized)
                .put("special", special);
    }
}
