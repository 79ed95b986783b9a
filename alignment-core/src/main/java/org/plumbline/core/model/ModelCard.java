package org.plumbline.core.model;

/**
 * Identity of a model.
 *
 * @param id directory name or remote name
 * @param contentHash SHA-256 of its configuration, weights and tokenizer files
 * @param architecture such as {@code llama}
 * @param parameterCount number of weights, tied ones counted once
 * @param contextTokens longest sequence it accepts
 */
public record ModelCard(String id, String contentHash, String architecture, long parameterCount, int contextTokens) {}
