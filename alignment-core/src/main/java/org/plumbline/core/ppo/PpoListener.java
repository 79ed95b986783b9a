package org.plumbline.core.ppo;

import java.util.Map;
import org.plumbline.core.policy.MemoryEstimate;

/** Told of a run as it goes on, on the thread that trains. */
public interface PpoListener {
    /** Does nothing. */
    PpoListener NONE = new PpoListener() {};

    /** Before anything is allocated, with what the run is about to take. */
    default void starting(MemoryEstimate memory) {}

    /** After each update: its number, from 1, and its metrics. */
    default void updated(int update, int updates, Map<String, Double> metrics) {}

    /** After a checkpoint was written. */
    default void checkpointed(java.nio.file.Path directory) {}
}
