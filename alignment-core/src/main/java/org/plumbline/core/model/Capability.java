package org.plumbline.core.model;

/** What a language model can be asked for. */
public enum Capability {
    GENERATE,
    LOG_LIKELIHOOD,
    CHAT
}
