package org.plumbline.datasets.input;

/** Root of every exception that Plumbline throws on purpose. */
public class PlumblineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PlumblineException(String message) {
        super(message);
    }

    public PlumblineException(String message, Throwable cause) {
        super(message, cause);
    }
}
