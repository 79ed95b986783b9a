package org.plumbline.core.reward.spi;

import org.plumbline.datasets.input.ConfigNode;

/** Makes a shaper from its options; found by {@link java.util.ServiceLoader}. */
public interface RewardShaperProvider {

    /** Name in YAML: {@code vendor:name}; a bare name is Plumbline's own. */
    String name();

    /** One line for listings. */
    String summary();

    /** Reads the options; bad ones are kept in {@code options} as problems, unknown keys are found by the caller. */
    RewardShaper create(ConfigNode options);
}
