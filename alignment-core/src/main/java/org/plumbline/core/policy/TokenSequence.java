package org.plumbline.core.policy;

import org.plumbline.datasets.input.PlumblineException;

/**
 * Tokens of which the last ones are scored.
 *
 * @param tokens int64 ids, condition first
 * @param firstScored index of the first scored token, at least 1
 * @param withAfter whether the state after the last token is a position too: it has a value, and no token of its own
 */
@SuppressWarnings("ArrayRecordComponent") // a view for tensors, never compared
public record TokenSequence(long[] tokens, int firstScored, boolean withAfter) {

    public TokenSequence(long[] tokens, int firstScored) {
        this(tokens, firstScored, false);
    }

    public TokenSequence {
        if (firstScored < 1 || firstScored > tokens.length) {
            throw new PlumblineException("firstScored " + firstScored + " of " + tokens.length + " tokens");
        }
    }

    /** A prompt followed by a response that is scored. */
    public static TokenSequence of(long[] prompt, long[] response) {
        long[] tokens = java.util.Arrays.copyOf(prompt, prompt.length + response.length);
        System.arraycopy(response, 0, tokens, prompt.length, response.length);
        return new TokenSequence(tokens, prompt.length);
    }

    /** The same tokens, and the state after them. */
    public TokenSequence andAfter() {
        return new TokenSequence(tokens, firstScored, true);
    }

    /** Positions that a network answers for: the scored tokens, and the state after them where it is asked for. */
    public int positions() {
        return scored() + (withAfter ? 1 : 0);
    }

    public int scored() {
        return tokens.length - firstScored;
    }
}
