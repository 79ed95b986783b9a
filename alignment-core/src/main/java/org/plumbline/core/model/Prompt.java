package org.plumbline.core.model;

/**
 * Text to continue.
 *
 * @param id stable name; together with seed, draw and position it fixes the randomness of sampling
 * @param text what stands before the completion
 */
public record Prompt(String id, String text) {}
