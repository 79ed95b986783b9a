package org.plumbline.core.jinja;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Filters that make text. */
final class TextFilters {
    private static final Pattern WORD_START = Pattern.compile(
            "[-\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000({\\[<]+");
    private static final int LEEWAY = 5;

    private TextFilters() {}

    static void addTo(Map<String, Filters.Filter> filters) {
        text(filters, "upper", Text::upper);
        text(filters, "lower", Text::lower);
        text(filters, "capitalize", Text::capitalize);
        Filters.add(filters, Signature.of("title"), (v, a, b) -> title(Repr.str(v, b)), "title");
        Filters.add(
                filters,
                Signature.of("trim").may("chars", None.NONE),
                (v, a, b) -> mapped(v, b, t -> Text.strip(t, a[0], true, true)),
                "trim");
        Filters.add(
                filters,
                Signature.of("center").may("width", Types.integer(80)),
                (v, a, b) -> mapped(v, b, t -> StringMethods.center(t, Types.clamped(a[0]), " ", b)),
                "center");
        Filters.add(
                filters,
                Signature.of("replace").needs("old").needs("new").may("count", None.NONE),
                (v, a, b) -> Text.replace(
                        Repr.str(v, b),
                        Repr.str(a[0], b),
                        Repr.str(a[1], b),
                        a[2] == None.NONE ? -1 : Types.clamped(a[2]),
                        b),
                "replace");
        Filters.add(filters, Signature.of("string"), (v, a, b) -> v instanceof Markup ? v : Repr.str(v, b), "string");
        Filters.add(filters, Signature.of("safe"), (v, a, b) -> new Markup(Repr.str(v, b)), "safe");
        Filters.add(filters, Signature.of("escape"), (v, a, b) -> Markup.escape(v, b), "e", "escape");
        Filters.add(filters, Signature.of("forceescape"), (v, a, b) -> Markup.escape(Repr.str(v, b), b), "forceescape");
        Filters.add(
                filters,
                Signature.of("indent")
                        .may("width", Types.integer(4))
                        .may("first", false)
                        .may("blank", false),
                TextFilters::indent,
                "indent");
        Filters.add(
                filters,
                Signature.of("truncate")
                        .may("length", Types.integer(255))
                        .may("killwords", false)
                        .may("end", "...")
                        .may("leeway", None.NONE),
                TextFilters::truncate,
                "truncate");
        Filters.add(filters, Signature.of("wordcount"), (v, a, b) -> Types.integer(words(Repr.str(v, b))), "wordcount");
        Filters.add(filters, Signature.of("urlencode"), TextFilters::urlEncode, "urlencode");
        Filters.add(
                filters,
                Signature.of("tojson")
                        .may("ensure_ascii", false)
                        .may("indent", None.NONE)
                        .may("separators", None.NONE)
                        .may("sort_keys", false),
                (v, a, b) -> new JsonText(Types.truth(a[0]), a[1], a[2], Types.truth(a[3]), b).write(v),
                "tojson");
        filters.put("format", TextFilters::format);
    }

    private static void text(Map<String, Filters.Filter> filters, String name, UnaryOperator<String> operation) {
        Filters.add(
                filters,
                Signature.of(name),
                (v, a, b) -> mapped(v, b, t -> {
                    b.text(t.length());
                    return operation.apply(t);
                }),
                name);
    }

    /** An operation on the text of a value; escaped text stays escaped text. */
    private static Object mapped(Object value, Budget budget, UnaryOperator<String> operation) {
        String result = operation.apply(Repr.str(value, budget));
        return value instanceof Markup ? new Markup(result) : result;
    }

    private static String title(String text) {
        StringBuilder result = new StringBuilder(text.length());
        Matcher matcher = WORD_START.matcher(text);
        int from = 0;
        while (from < text.length()) {
            boolean found = matcher.find(from);
            int start = found ? matcher.start() : text.length();
            if (start > from) {
                int second = text.offsetByCodePoints(from, 1);
                result.append(Text.upper(text.substring(from, second)));
                result.append(Text.lower(text.substring(second, start)));
            }
            from = found ? matcher.end() : text.length();
            result.append(text, start, from);
        }
        return result.toString();
    }

    private static Object format(Object value, Arguments arguments, Rendering rendering) {
        if (value instanceof Markup) {
            throw PyError.unsupported("the filter 'format' on escaped text is not supported");
        }
        if (!arguments.positional().isEmpty() && !arguments.named().isEmpty()) {
            throw PyError.type("can't handle positional and keyword arguments at the same time");
        }
        Object values = new Tuple(arguments.positional());
        if (!arguments.named().isEmpty()) {
            Dict dict = new Dict(rendering.budget());
            arguments.named().forEach(dict::put);
            values = dict;
        }
        return PercentFormat.format(Repr.str(value, rendering.budget()), values, rendering.budget());
    }

    private static Object indent(Object value, Object[] a, Budget budget) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        String text = Text.string(value, "indent needs text, not " + Types.name(value)) + "\n";
        String indention = Types.isText(a[0]) ? Repr.str(a[0], budget) : Text.repeat(" ", Types.clamped(a[0]), budget);
        boolean blank = Types.truth(a[2]);
        StringBuilder result = new StringBuilder(Types.truth(a[1]) ? indention : "");
        boolean firstLine = true;
        for (Object line : Text.lines(text, false)) {
            if (!firstLine) {
                result.append('\n').append(blank || !line.equals("") ? indention : "");
            }
            firstLine = false;
            result.append(line);
            Text.check(result, budget);
        }
        budget.text(result.length());
        return value instanceof Markup ? new Markup(result.toString()) : result.toString();
    }

    private static Object truncate(Object value, Object[] a, Budget budget) {
        if (value instanceof Undefined) {
            return value;
        }
        int length = Types.clamped(a[0]);
        String end = Text.string(a[2], "truncate needs a text as its end");
        int leeway = a[3] == None.NONE ? LEEWAY : Types.clamped(a[3]);
        int kept = length - Text.length(end);
        if (kept < 0 || leeway < 0) {
            throw PyError.of(
                    PyError.Kind.OTHER, "truncate to a length below that of its end, or with a negative leeway");
        }
        if (Types.clamp(Sequences.requiredLength(value)) <= (long) length + leeway) {
            return value;
        }
        String text = Text.string(value, "truncate needs text, not " + Types.name(value));
        String cut = Text.slice(text, 0, kept);
        int space = Types.truth(a[1]) ? -1 : cut.lastIndexOf(' ');
        String result = (space < 0 ? cut : cut.substring(0, space)) + end;
        return value instanceof Markup ? new Markup(result) : result;
    }

    private static long words(String text) {
        long words = 0;
        boolean inside = false;
        for (int c : text.codePoints().toArray()) {
            boolean word = c == '_' || Characters.isAlphanumeric(c);
            words += word && !inside ? 1 : 0;
            inside = word;
        }
        return words;
    }

    private static Object urlEncode(Object value, Object[] a, Budget budget) {
        if (Types.isText(value) || !Sequences.iterable(value)) {
            return quoted(value, false, budget);
        }
        List<Object> pairs = value instanceof Dict dict ? dict.pairs() : Sequences.list(value, budget);
        List<String> parts = new ArrayList<>();
        for (Object pair : pairs) {
            List<Object> items = Sequences.list(pair, budget);
            if (items.size() != 2) {
                throw PyError.value("urlencode needs pairs, not " + items.size() + " items");
            }
            parts.add(quoted(items.get(0), true, budget) + "=" + quoted(items.get(1), true, budget));
        }
        return String.join("&", parts);
    }

    private static String quoted(Object value, boolean query, Budget budget) {
        StringBuilder text = new StringBuilder();
        for (byte b : Repr.str(value, budget).getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && Character.isLetterOrDigit(c);
            if (plain || "_.-~".indexOf(c) >= 0 || (!query && c == '/')) {
                text.append(c);
            } else if (query && c == ' ') {
                text.append('+');
            } else {
                text.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
            Text.check(text, budget);
        }
        return text.toString();
    }
}
