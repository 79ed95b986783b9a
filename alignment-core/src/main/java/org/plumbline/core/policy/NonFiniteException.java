package org.plumbline.core.policy;

import org.plumbline.datasets.input.PlumblineException;

/** A NaN or an infinity was about to reach a weight; it did not. */
public final class NonFiniteException extends PlumblineException {
    private static final long serialVersionUID = 1L;

    public NonFiniteException(String message) {
        super(message);
    }
}
