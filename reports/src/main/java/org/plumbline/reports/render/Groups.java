package org.plumbline.reports.render;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.plumbline.eval.spi.MetricDefinition.Direction;
import org.plumbline.eval.statistics.Interval;
import org.plumbline.eval.statistics.MultipleTesting;
import org.plumbline.reports.Comparison.SuiteChange;
import org.plumbline.reports.MetricChange;
import org.plumbline.reports.MetricChange.Reading;
import org.plumbline.reports.Worsening;

/**
 * Changes by group, as heat maps.
 *
 * @param maps one for each suite with a metric that at least two groups have
 * @param cells groups times metrics, of all suites: the family that stars are corrected for
 * @param worst the group that got most clearly worse, in words
 */
public record Groups(List<HeatMap> maps, int cells, String worst) {
    private static final int LEVELS = 4;
    private static final int MOST_ROWS = 60;

    /**
     * One group and metric.
     *
     * @param css {@code b} better or {@code w} worse with a level of 1 to 4, or {@code n}
     * @param side what the colour says, in a word; empty where there is no colour
     * @param starred clear after Holm over all cells
     */
    public record Cell(Optional<MetricChange> metric, String css, String side, boolean starred) {}

    /**
     * Changes by group of one suite.
     *
     * @param left groups that are not shown, because there are too many
     */
    public record HeatMap(String suite, List<String> metrics, Map<String, List<Cell>> rows, int left) {}

    private record Member(String suite, String category, MetricChange metric, double adjustedP) {
        String name() {
            return metric.definition().name();
        }
    }

    static Groups of(Report report) {
        List<Member> members = adjusted(report.suites().stream()
                .flatMap(suite -> members(suite).stream())
                .toList());
        Map<String, List<Member>> suites =
                members.stream().collect(Collectors.groupingBy(Member::suite, LinkedHashMap::new, Collectors.toList()));
        List<HeatMap> maps = new ArrayList<>();
        suites.forEach((suite, own) -> maps.add(map(suite, own)));
        return new Groups(maps, members.size(), worst(members));
    }

    /** The changes of the metrics that at least two groups have. */
    private static List<Member> members(SuiteChange suite) {
        Map<String, List<Member>> byMetric = new LinkedHashMap<>();
        suite.categories()
                .forEach((category, metrics) -> metrics.forEach(
                        metric -> byMetric.computeIfAbsent(metric.definition().name(), name -> new ArrayList<>())
                                .add(new Member(suite.description().name(), category, metric, 1))));
        return byMetric.values().stream()
                .filter(members -> members.size() >= 2)
                .flatMap(List::stream)
                .toList();
    }

    private static List<Member> adjusted(List<Member> members) {
        double[] p = MultipleTesting.holm(
                members.stream().mapToDouble(member -> member.metric().p()).toArray());
        List<Member> adjusted = new ArrayList<>();
        for (int i = 0; i < p.length; i++) {
            Member member = members.get(i);
            adjusted.add(new Member(member.suite(), member.category(), member.metric(), p[i]));
        }
        return adjusted;
    }

    private static HeatMap map(String suite, List<Member> members) {
        List<String> metrics = members.stream().map(Member::name).distinct().toList();
        Map<String, Double> largest = new LinkedHashMap<>();
        members.forEach(
                member -> largest.merge(member.name(), Math.abs(member.metric().difference()), Math::max));
        Map<String, Map<String, Member>> categories = new TreeMap<>();
        members.forEach(member -> categories
                .computeIfAbsent(member.category(), category -> new LinkedHashMap<>())
                .put(member.name(), member));
        Map<String, List<Cell>> rows = new TreeMap<>();
        // Of too many, those whose changes are clearest.
        categories.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> entry.getValue().values().stream()
                        .mapToDouble(member -> member.metric().p())
                        .min()
                        .orElse(1)))
                .limit(MOST_ROWS)
                .forEach(entry -> rows.put(
                        entry.getKey(),
                        metrics.stream()
                                .map(name -> cell(
                                        Optional.ofNullable(entry.getValue().get(name)),
                                        largest.getOrDefault(name, 0.0)))
                                .toList()));
        return new HeatMap(suite, metrics, rows, categories.size() - rows.size());
    }

    private static Cell cell(Optional<Member> member, double largest) {
        if (member.isEmpty()) {
            return new Cell(Optional.empty(), "n", "", false);
        }
        MetricChange metric = member.get().metric();
        int level = largest == 0 ? 0 : (int) Math.ceil(LEVELS * Math.abs(metric.difference()) / largest);
        String side = level == 0 ? "" : side(metric);
        String css = side.isEmpty() ? "n" : side.charAt(0) + Integer.toString(level);
        return new Cell(Optional.of(metric), css, side, member.get().adjustedP() <= 1 - Interval.LEVEL);
    }

    /** {@code better} or {@code worse} by the estimate alone; empty where no way is better. */
    private static String side(MetricChange metric) {
        if (metric.definition().direction() == Direction.NEITHER) {
            return "";
        }
        double worsening =
                Worsening.of(metric.definition(), metric.estimate(), 0, 0).estimate();
        return worsening > 0 ? "worse" : worsening < 0 ? "better" : "";
    }

    private static String worst(List<Member> members) {
        return members.stream()
                .filter(member -> member.metric().reading() == Reading.WORSE)
                .min(Comparator.comparingDouble(member -> member.metric().p()))
                .map(member -> "Worst group: " + member.suite() + "." + member.name() + " of " + member.category()
                        + ", " + Labels.number(member.metric().before()) + " to "
                        + Labels.number(member.metric().after()) + ", "
                        + Labels.interval(member.metric().interval()) + ".")
                .orElse("No group got clearly worse.");
    }
}
