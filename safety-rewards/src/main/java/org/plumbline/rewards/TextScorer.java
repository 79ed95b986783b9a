package org.plumbline.rewards;

import org.plumbline.core.reward.spi.Explanation;

/** Scores text in [0, 1] with an explanation; the same text always gets the same score. */
public interface TextScorer {

    /** {@code name@hash}: changes whenever any score could change. */
    String identity();

    /** Score of a text; the value of the explanation is the score. */
    Explanation score(String text);
}
