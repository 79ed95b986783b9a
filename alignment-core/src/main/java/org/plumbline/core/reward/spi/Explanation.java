package org.plumbline.core.reward.spi;

import java.util.List;

/**
 * Why a score is what it is. The value of the root equals the score.
 *
 * @param value the number explained
 * @param description what the number is
 * @param details what it was made of
 */
public record Explanation(double value, String description, List<Explanation> details) {

    public Explanation {
        details = List.copyOf(details);
    }

    public static Explanation of(double value, String description, Explanation... details) {
        return new Explanation(value, description, List.of(details));
    }
}
