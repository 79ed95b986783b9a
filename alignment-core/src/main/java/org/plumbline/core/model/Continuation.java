package org.plumbline.core.model;

/**
 * A text whose likelihood is asked for.
 *
 * @param id stable name
 * @param prompt condition; empty conditions on the beginning of sequence alone
 * @param completion the text that is scored
 */
public record Continuation(String id, String prompt, String completion) {}
