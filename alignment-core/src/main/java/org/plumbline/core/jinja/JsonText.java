package org.plumbline.core.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code json.dumps} of Python. */
final class JsonText {
    private final boolean ascii;
    private final Optional<String> indent;
    private final String itemSeparator;
    private final String keySeparator;
    private final boolean sorted;
    private final Budget budget;
    private final StringBuilder text = new StringBuilder();

    /**
     * A writer with the options of {@code json.dumps}.
     *
     * @param indent None, a number of spaces, or a text
     * @param separators None, or a pair of texts
     */
    JsonText(boolean ascii, Object indent, Object separators, boolean sorted, Budget budget) {
        this.ascii = ascii;
        this.sorted = sorted;
        this.budget = budget;
        if (indent == None.NONE) {
            this.indent = Optional.empty();
        } else if (indent instanceof String string) {
            this.indent = Optional.of(string);
        } else {
            this.indent = Optional.of(Text.repeat(" ", Types.clamped(indent), budget));
        }
        if (separators == None.NONE) {
            itemSeparator = this.indent.isPresent() ? "," : ", ";
            keySeparator = ": ";
        } else {
            List<Object> pair = Sequences.list(separators, budget);
            if (pair.size() != 2) {
                throw PyError.value("the separators of tojson must be two");
            }
            itemSeparator = Text.string(pair.get(0), "separators must be strings");
            keySeparator = Text.string(pair.get(1), "separators must be strings");
        }
    }

    String write(Object value) {
        append(value, "\n");
        budget.text(text.length());
        return text.toString();
    }

    private void append(Object value, String line) {
        budget.step();
        Text.check(text, budget);
        if (Types.isText(value)) {
            quoted(Repr.str(value, budget));
        } else if (value == None.NONE) {
            text.append("null");
        } else if (value instanceof Boolean bool) {
            text.append(bool ? "true" : "false");
        } else if (value instanceof BigInteger integer) {
            text.append(Repr.integer(integer));
        } else if (value instanceof Double number) {
            text.append(real(number));
        } else if (value instanceof List<?> list) {
            list(list, line);
        } else if (value instanceof Tuple tuple) {
            list(tuple.items(), line);
        } else if (value instanceof Dict dict) {
            dict(dict, line);
        } else {
            throw PyError.type("Object of type " + Types.name(value) + " is not JSON serializable");
        }
    }

    private static String real(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        return Double.isInfinite(number) ? (number > 0 ? "Infinity" : "-Infinity") : Floats.repr(number);
    }

    private void list(List<?> items, String line) {
        if (items.isEmpty()) {
            text.append("[]");
            return;
        }
        budget.enter();
        String inner = indent.map(i -> line + i).orElse("");
        text.append('[').append(inner);
        Iterator<?> iterator = items.iterator();
        while (iterator.hasNext()) {
            append(iterator.next(), indent.isPresent() ? inner : line);
            if (iterator.hasNext()) {
                text.append(itemSeparator).append(inner);
            }
        }
        text.append(indent.isPresent() ? line : "").append(']');
        budget.leave();
    }

    private void dict(Dict dict, String line) {
        if (dict.size() == 0) {
            text.append("{}");
            return;
        }
        budget.enter();
        String inner = indent.map(i -> line + i).orElse("");
        text.append('{').append(inner);
        boolean first = true;
        for (Dict.Item item : order(dict)) {
            if (!first) {
                text.append(itemSeparator).append(inner);
            }
            first = false;
            quoted(key(item.key()));
            text.append(keySeparator);
            append(item.value(), indent.isPresent() ? inner : line);
        }
        text.append(indent.isPresent() ? line : "").append('}');
        budget.leave();
    }

    private List<Dict.Item> order(Dict dict) {
        List<Dict.Item> items = new ArrayList<>(dict.items());
        if (sorted) {
            List<Object> keys = Comparison.sort(dict.keys(), k -> k, false, budget);
            items.clear();
            for (Object key : keys) {
                Object value = dict.get(key);
                if (value != null) {
                    items.add(new Dict.Item(key, value));
                }
            }
        }
        return items;
    }

    private static String key(Object key) {
        if (key instanceof String string) {
            return string;
        } else if (key instanceof Markup markup) {
            return markup.text();
        } else if (key instanceof Boolean bool) {
            return bool ? "true" : "false";
        } else if (key == None.NONE) {
            return "null";
        } else if (key instanceof BigInteger integer) {
            return Repr.integer(integer);
        } else if (key instanceof Double number) {
            return real(number);
        }
        throw PyError.type("keys must be str, int, float, bool or None, not " + Types.name(key));
    }

    private void quoted(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\f' -> text.append("\\f");
                case '\b' -> text.append("\\b");
                default -> {
                    if (c < 0x20 || (ascii && c > 0x7e)) {
                        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
