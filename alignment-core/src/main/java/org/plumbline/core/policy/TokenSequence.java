package org.plumbline.core.policy;

import org.plumbline.datasets.input.PlumblineException;

/**
 * Tokens of which the last ones are scored.
 *
 * @param tokens int64 ids, condition first
 * @param firstScored index of the first scored token, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // a view for tensors, never compared
public record TokenSequence(long[] tokens, int firstScored) {

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

    public int scored() {
        return tokens.length - firstScored;
    }
}
