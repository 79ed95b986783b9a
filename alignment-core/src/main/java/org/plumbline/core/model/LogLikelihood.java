package org.plumbline.core.model;

/**
 * Log-likelihood of a continuation.
 *
 * @param logprob natural log, summed over the completion's tokens, conditioned on the prompt
 * @param tokens number of completion tokens
 * @param greedy whether every token is the model's most likely one
 */
public record LogLikelihood(double logprob, int tokens, boolean greedy) {}
