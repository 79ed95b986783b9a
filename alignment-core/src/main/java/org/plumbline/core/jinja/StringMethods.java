package org.plumbline.core.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The methods of strings. */
final class StringMethods {
    private interface Body {
        Object call(String text, Object[] arguments, Budget budget);
    }

    private record Method(Signature signature, Body body) {}

    private static final Set<String> REFUSED = Set.of("encode", "maketrans", "translate");
    private static final Map<String, Method> METHODS = new HashMap<>();

    static {
        simple("upper", Text::upper);
        simple("lower", Text::lower);
        simple("capitalize", Text::capitalize);
        simple("title", Text::title);
        simple("swapcase", StringMethods::swapCase);
        simple("casefold", StringMethods::caseFold);
        kind("isalpha", Character::isLetter);
        kind("isalnum", Characters::isAlphanumeric);
        kind("isdecimal", Characters::isDecimal);
        kind("isdigit", Characters::isDigit);
        kind("isnumeric", Characters::isNumeric);
        kind("isspace", Text::isSpace);
        test("isascii", t -> t.chars().allMatch(c -> c < 0x80));
        test("isprintable", t -> t.codePoints().allMatch(Characters::isPrintable));
        test("islower", t -> Characters.allCased(t, Character::isLowerCase));
        test("isupper", t -> Characters.allCased(t, Character::isUpperCase));
        test("istitle", Characters::isTitle);
        test("isidentifier", StringMethods::isIdentifier);
        strip("strip", true, true);
        strip("lstrip", true, false);
        strip("rstrip", false, true);
        search("find", (t, a, b) -> Types.integer(find(t, a, false)));
        search("rfind", (t, a, b) -> Types.integer(find(t, a, true)));
        search("index", (t, a, b) -> found(find(t, a, false)));
        search("rindex", (t, a, b) -> found(find(t, a, true)));
        search("count", (t, a, b) -> Types.integer(count(t, a)));
        search("startswith", (t, a, b) -> affix(t, a, true));
        search("endswith", (t, a, b) -> affix(t, a, false));
        justify("ljust", 0, 1);
        justify("rjust", 1, 0);
        add("center", width("center"), (t, a, b) -> centered(t, a, b));
        add("zfill", Signature.of("zfill").needs("width").positional(), StringMethods::zeroFill);
        add(
                "replace",
                Signature.of("replace")
                        .needs("old")
                        .needs("new")
                        .may("count", Types.integer(-1))
                        .positional(),
                (t, a, b) -> Text.replace(t, text("replace", a[0]), text("replace", a[1]), Types.clamped(a[2]), b));
        add("removeprefix", Signature.of("removeprefix").needs("prefix").positional(), (t, a, b) -> {
            String prefix = text("removeprefix", a[0]);
            return t.startsWith(prefix) ? t.substring(prefix.length()) : t;
        });
        add("removesuffix", Signature.of("removesuffix").needs("suffix").positional(), (t, a, b) -> {
            String suffix = text("removesuffix", a[0]);
            return t.endsWith(suffix) ? t.substring(0, t.length() - suffix.length()) : t;
        });
        add("split", splitting("split"), (t, a, b) -> split(t, a, false, b));
        add("rsplit", splitting("rsplit"), (t, a, b) -> split(t, a, true, b));
        add("splitlines", Signature.of("splitlines").may("keepends", false), (t, a, b) -> {
            List<Object> lines = Text.lines(t, Types.truth(a[0]));
            b.items(lines.size());
            return lines;
        });
        add("partition", Signature.of("partition").needs("sep").positional(), (t, a, b) -> partition(t, a[0], false));
        add("rpartition", Signature.of("rpartition").needs("sep").positional(), (t, a, b) -> partition(t, a[0], true));
        add("join", Signature.of("join").needs("iterable").positional(), (t, a, b) -> join(t, a[0], b));
        add("expandtabs", Signature.of("expandtabs").may("tabsize", Types.integer(8)), StringMethods::expandTabs);
    }

    private StringMethods() {}

    /** A method of a text; what it returns is escaped text when the text is. */
    static Optional<Object> find(String text, boolean markup, String name) {
        if (name.equals("format") || name.equals("format_map")) {
            if (markup) {
                throw PyError.unsupported("'" + name + "' of escaped text is not supported");
            }
            return Optional.of(Builtin.function(name, (a, r) -> format(name, text, a, r.budget())));
        }
        if (REFUSED.contains(name)) {
            throw PyError.unsupported("the string method '" + name + "' is not supported");
        }
        Method method = METHODS.get(name);
        if (method == null) {
            return Optional.empty();
        }
        return Optional.of(Builtin.method(name, (arguments, rendering) -> {
            Object[] bound = method.signature().bind(arguments);
            if (markup && name.equals("replace")) {
                bound[1] = Markup.escape(bound[1], rendering.budget());
            } else if (markup && name.equals("join")) {
                List<Object> escaped = new ArrayList<>();
                for (Object item : Sequences.list(bound[0], rendering.budget())) {
                    escaped.add(Markup.escape(item, rendering.budget()));
                }
                bound[0] = escaped;
            }
            Object result = method.body().call(text, bound, rendering.budget());
            return markup ? marked(result) : result;
        }));
    }

    private static Object marked(Object result) {
        if (result instanceof String string) {
            return new Markup(string);
        } else if (result instanceof List<?> list) {
            return list.stream().map(StringMethods::marked).toList();
        } else if (result instanceof Tuple tuple) {
            return new Tuple(tuple.items().stream().map(StringMethods::marked).toList());
        }
        return result;
    }

    private static void add(String name, Signature signature, Body body) {
        METHODS.put(name, new Method(signature, body));
    }

    private static void simple(String name, UnaryOperator<String> operation) {
        add(name, Signature.of(name), (t, a, b) -> {
            b.text(t.length());
            return operation.apply(t);
        });
    }

    private static void test(String name, Predicate<String> predicate) {
        add(name, Signature.of(name), (t, a, b) -> predicate.test(t));
    }

    private static void kind(String name, IntPredicate kind) {
        test(name, t -> Characters.all(t, kind));
    }

    private static void strip(String name, boolean left, boolean right) {
        add(name, Signature.of(name).may("chars", None.NONE).positional(), (t, a, b) -> {
            b.text(t.length());
            return Text.strip(t, a[0], left, right);
        });
    }

    private static void search(String name, Body body) {
        add(
                name,
                Signature.of(name)
                        .needs("sub")
                        .may("start", None.NONE)
                        .may("end", None.NONE)
                        .positional(),
                body);
    }

    private static Signature width(String name) {
        return Signature.of(name).needs("width").may("fillchar", " ").positional();
    }

    private static Signature splitting(String name) {
        return Signature.of(name).may("sep", None.NONE).may("maxsplit", Types.integer(-1));
    }

    private static void justify(String name, int left, int right) {
        add(name, width(name), (t, a, b) -> {
            int missing = missing(t, a[0]);
            String fill = fill(a[1]);
            return Text.repeat(fill, (long) missing * left, b) + t + Text.repeat(fill, (long) missing * right, b);
        });
    }

    private static int missing(String text, Object width) {
        return Math.max(0, Types.clamped(width) - Text.length(text));
    }

    private static String fill(Object fill) {
        String text = text("ljust", fill);
        if (Text.length(text) != 1) {
            throw PyError.type("The fill character must be exactly one character long");
        }
        return text;
    }

    private static String centered(String text, Object[] a, Budget budget) {
        return center(text, Types.clamped(a[0]), fill(a[1]), budget);
    }

    /** The text in the middle of a field; an odd space goes where Python puts it. */
    static String center(String text, int width, String fill, Budget budget) {
        int missing = Math.max(0, width - Text.length(text));
        int left = missing / 2 + (missing & width & 1);
        return Text.repeat(fill, left, budget) + text + Text.repeat(fill, missing - left, budget);
    }

    private static Object zeroFill(String text, Object[] a, Budget budget) {
        String zeros = Text.repeat("0", missing(text, a[0]), budget);
        boolean signed = text.startsWith("+") || text.startsWith("-");
        return signed && !zeros.isEmpty() ? text.charAt(0) + zeros + text.substring(1) : zeros + text;
    }

    private static String text(String method, Object value) {
        return Text.string(value, method + "() argument must be str, not " + Types.name(value));
    }

    private static String swapCase(String text) {
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            String one = text.substring(i, next);
            result.append(
                    Character.isUpperCase(c)
                            ? Text.lowerAt(text, i)
                            : Character.isLowerCase(c) ? Text.upper(one) : one);
            i = next;
        }
        return result.toString();
    }

    private static String caseFold(String text) {
        if (text.chars().anyMatch(c -> c > 0x7e)) {
            throw PyError.unsupported("'casefold' of text beyond ASCII is not supported");
        }
        return Text.lower(text);
    }

    private static boolean isIdentifier(String text) {
        return !text.isEmpty()
                && (text.charAt(0) == '_' || Character.isUnicodeIdentifierStart(text.codePointAt(0)))
                && text.codePoints()
                        .allMatch(c -> Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
    }

    /** The part of a text that a search looks at, empty when start lies behind the end. */
    private record Window(String text, int start) {
        static Optional<Window> of(String text, Object start, Object end) {
            int length = Text.length(text);
            int from = start == None.NONE ? 0 : bound(start, length);
            int to = Math.min(length, end == None.NONE ? length : bound(end, length));
            return from > to ? Optional.empty() : Optional.of(new Window(Text.slice(text, from, to), from));
        }

        private static int bound(Object value, int length) {
            if (!Types.isInteger(value)) {
                throw PyError.type("slice indices must be integers or None or have an __index__ method");
            }
            int bound = Types.clamped(value);
            return bound < 0 ? Math.max(0, bound + length) : bound;
        }
    }

    private static long find(String text, Object[] a, boolean last) {
        String wanted = text("find", a[0]);
        Optional<Window> window = Window.of(text, a[1], a[2]);
        if (window.isEmpty()) {
            return -1;
        }
        String part = window.get().text();
        int found = last ? part.lastIndexOf(wanted) : part.indexOf(wanted);
        return found < 0 ? -1 : window.get().start() + part.codePointCount(0, found);
    }

    private static Object found(long index) {
        if (index < 0) {
            throw PyError.value("substring not found");
        }
        return Types.integer(index);
    }

    private static long count(String text, Object[] a) {
        String wanted = text("count", a[0]);
        Optional<Window> window = Window.of(text, a[1], a[2]);
        if (window.isEmpty()) {
            return 0;
        }
        String part = window.get().text();
        if (wanted.isEmpty()) {
            return Text.length(part) + 1L;
        }
        long count = 0;
        for (int i = part.indexOf(wanted); i >= 0; i = part.indexOf(wanted, i + wanted.length())) {
            count++;
        }
        return count;
    }

    private static boolean affix(String text, Object[] a, boolean prefix) {
        List<Object> wanted = a[0] instanceof Tuple tuple ? tuple.items() : List.of(a[0]);
        Optional<Window> window = Window.of(text, a[1], a[2]);
        for (Object item : wanted) {
            String affix = Text.string(
                    item,
                    (prefix ? "startswith" : "endswith") + " first arg must be str or a tuple of str, not "
                            + Types.name(item));
            if (window.isPresent()
                    && (prefix
                            ? window.get().text().startsWith(affix)
                            : window.get().text().endsWith(affix))) {
                return true;
            }
        }
        return false;
    }

    private static Object split(String text, Object[] a, boolean fromRight, Budget budget) {
        int most = Types.clamped(a[1]);
        int limit = most < 0 ? Integer.MAX_VALUE : most;
        List<Object> parts;
        if (a[0] == None.NONE) {
            parts = fromRight ? wordsFromRight(text, limit) : words(text, limit);
        } else {
            String separator = text("split", a[0]);
            if (separator.isEmpty()) {
                throw PyError.value("empty separator");
            }
            parts = fromRight ? splitFromRight(text, separator, limit) : splitAt(text, separator, limit);
        }
        budget.items(parts.size());
        budget.text(text.length());
        return parts;
    }

    private static List<Object> splitAt(String text, String separator, int limit) {
        List<Object> parts = new ArrayList<>();
        int from = 0;
        int found = text.indexOf(separator);
        while (found >= 0 && parts.size() < limit) {
            parts.add(text.substring(from, found));
            from = found + separator.length();
            found = text.indexOf(separator, from);
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<Object> splitFromRight(String text, String separator, int limit) {
        List<Object> parts = new ArrayList<>();
        int to = text.length();
        int found = text.lastIndexOf(separator);
        while (found >= 0 && parts.size() < limit) {
            parts.add(text.substring(found + separator.length(), to));
            to = found;
            found = to < separator.length() ? -1 : text.lastIndexOf(separator, to - separator.length());
        }
        parts.add(text.substring(0, to));
        java.util.Collections.reverse(parts);
        return parts;
    }

    private static List<Object> words(String text, int limit) {
        List<Object> parts = new ArrayList<>();
        int i = 0;
        while (true) {
            while (i < text.length() && Text.isSpace(text.charAt(i))) {
                i++;
            }
            if (i >= text.length()) {
                return parts;
            }
            if (parts.size() >= limit) {
                parts.add(text.substring(i));
                return parts;
            }
            int start = i;
            while (i < text.length() && !Text.isSpace(text.charAt(i))) {
                i++;
            }
            parts.add(text.substring(start, i));
        }
    }

    private static List<Object> wordsFromRight(String text, int limit) {
        List<Object> parts = new ArrayList<>();
        int i = text.length();
        while (true) {
            while (i > 0 && Text.isSpace(text.charAt(i - 1))) {
                i--;
            }
            if (i == 0) {
                break;
            }
            if (parts.size() >= limit) {
                parts.add(text.substring(0, i));
                break;
            }
            int end = i;
            while (i > 0 && !Text.isSpace(text.charAt(i - 1))) {
                i--;
            }
            parts.add(text.substring(i, end));
        }
        java.util.Collections.reverse(parts);
        return parts;
    }

    private static Object partition(String text, Object by, boolean last) {
        String separator = text("partition", by);
        if (separator.isEmpty()) {
            throw PyError.value("empty separator");
        }
        int found = last ? text.lastIndexOf(separator) : text.indexOf(separator);
        if (found < 0) {
            return last ? Tuple.of("", "", text) : Tuple.of(text, "", "");
        }
        return Tuple.of(text.substring(0, found), separator, text.substring(found + separator.length()));
    }

    private static String join(String separator, Object items, Budget budget) {
        if (!Sequences.iterable(items)) {
            throw PyError.type("can only join an iterable");
        }
        StringBuilder text = new StringBuilder();
        int index = 0;
        for (Object item : Sequences.list(items, budget)) {
            if (!Types.isText(item)) {
                throw PyError.type(
                        "sequence item " + index + ": expected str instance, " + Types.name(item) + " found");
            }
            text.append(index == 0 ? "" : separator).append(Repr.str(item, budget));
            Text.check(text, budget);
            index++;
        }
        budget.text(text.length());
        return text.toString();
    }

    private static Object expandTabs(String text, Object[] a, Budget budget) {
        int size = Types.clamped(a[0]);
        StringBuilder result = new StringBuilder();
        int column = 0;
        for (int c : text.codePoints().toArray()) {
            if (c == '\t') {
                int spaces = size > 0 ? size - column % size : 0;
                result.append(Text.repeat(" ", spaces, budget));
                column += spaces;
            } else {
                result.appendCodePoint(c);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
            Text.check(result, budget);
        }
        return result.toString();
    }

    private static Object format(String name, String text, Arguments arguments, Budget budget) {
        if (name.equals("format")) {
            return BraceFormat.format(text, arguments, budget);
        }
        Object mapping = Signature.of(name).needs("mapping").positional().bind(arguments)[0];
        if (!(mapping instanceof Dict dict)) {
            throw PyError.unsupported("'format_map' needs a dict here");
        }
        Map<String, Object> named = new HashMap<>();
        for (Dict.Item item : dict.items()) {
            if (item.key() instanceof String key) {
                named.put(key, item.value());
            }
        }
        return BraceFormat.format(text, new Arguments(List.of(), named), budget);
    }
}
