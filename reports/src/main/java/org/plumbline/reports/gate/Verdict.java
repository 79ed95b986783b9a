package org.plumbline.reports.gate;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The one verdict that every format, and the exit code, repeats.
 *
 * @param decidedBy the rule that decided; empty when all passed or no rule came to it
 * @param policy name and SHA-256 of the policy
 * @param errorBudgetExceeded whether too many items failed for any rule to count
 */
@JsonPropertyOrder({"word", "exit_code", "sentence", "outcome", "decided_by"})
@JsonIgnoreProperties(ignoreUnknown = true, allowGetters = true)
public record Verdict(
        Outcome outcome,
        Optional<String> decidedBy,
        String policy,
        boolean errorBudgetExceeded,
        List<RuleResult> rules) {
    private static final int PASS = 0;
    private static final int FAIL = 3;
    private static final int UNDECIDED = 4;
    private static final int ERROR_BUDGET = 5;

    public Verdict {
        rules = List.copyOf(rules);
        if (decidedBy.isPresent()
                && rules.stream().noneMatch(rule -> rule.name().equals(decidedBy.get()))) {
            throw new IllegalArgumentException("no rule is named \"" + decidedBy.get() + "\"");
        }
    }

    /** {@code PASS}, {@code FAIL}, {@code INCONCLUSIVE} or {@code NOT RUN}. */
    @JsonProperty
    public String word() {
        return outcome.word();
    }

    /** 0 pass, 3 fail, 4 inconclusive or not run, 5 error budget exceeded. */
    @JsonProperty
    public int exitCode() {
        if (errorBudgetExceeded) {
            return ERROR_BUDGET;
        }
        return switch (outcome.kind()) {
            case PASS -> PASS;
            case FAIL -> FAIL;
            case INCONCLUSIVE, NOT_RUN -> UNDECIDED;
        };
    }

    /** The deciding rule and why, in one sentence. */
    @JsonProperty
    public String sentence() {
        if (outcome instanceof Outcome.NotRun notRun && decidedBy.isEmpty()) {
            return notRun.reason() + ".";
        }
        if (decidedBy.isEmpty()) {
            long tolerated = rules.stream().filter(RuleResult::tolerated).count();
            long passed = rules.size() - tolerated;
            String allowed = tolerated + (tolerated == 1 ? " rule is" : " rules are")
                    + " inconclusive, which the policy allows.";
            if (passed == 0) {
                return "No rule was shown to hold: " + allowed;
            }
            return (passed == 1 ? "The rule holds" : passed == 2 ? "Both rules hold" : "All " + passed + " rules hold")
                    + (tolerated == 0 ? "." : "; " + allowed);
        }
        String name = decidedBy.get();
        RuleResult rule = rules.stream()
                .filter(result -> result.name().equals(name))
                .findFirst()
                .orElseThrow();
        long others = rules.stream()
                .filter(result -> !result.name().equals(name) && result.counted() == outcome.kind())
                .count();
        String more =
                others == 0 ? "" : " " + others + (others == 1 ? " more rule came" : " more rules came") + " out so.";
        String raised = rule.outcome().kind() == outcome.kind()
                ? ""
                : " (" + rule.outcome().word().toLowerCase(Locale.ROOT) + ", which the policy counts as "
                        + outcome.word().toLowerCase(Locale.ROOT) + ")";
        String why = rule.checks().stream()
                .filter(check -> check.outcome().kind() == rule.outcome().kind())
                .map(Explanation::reason)
                .collect(Collectors.joining("; "));
        return "Decided by \"" + name + "\"" + raised + ": " + why + "." + more;
    }
}
