package org.plumbline.core.jinja;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Values as text: {@code str} and {@code repr} of Python. */
final class Repr {
    /** Beyond this many digits Python refuses to write an integer. */
    private static final int DIGITS = 4300;

    private Repr() {}

    static String str(Object value, Budget budget) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Markup markup) {
            return markup.text();
        }
        if (value instanceof Undefined) {
            return "";
        }
        return repr(value, budget);
    }

    static String repr(Object value, Budget budget) {
        StringBuilder text = new StringBuilder();
        append(text, value, budget);
        budget.text(text.length());
        return text.toString();
    }

    private static void append(StringBuilder text, Object value, Budget budget) {
        budget.step();
        Text.check(text, budget);
        if (value instanceof String string) {
            quoted(text, string);
        } else if (value instanceof Boolean bool) {
            text.append(bool ? "True" : "False");
        } else if (value instanceof BigInteger integer) {
            text.append(integer(integer));
        } else if (value instanceof Double number) {
            text.append(Floats.repr(number));
        } else if (value == None.NONE) {
            text.append("None");
        } else if (value instanceof List<?> list) {
            sequence(text, "[", list, "]", budget);
        } else if (value instanceof Tuple tuple) {
            sequence(text, "(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")", budget);
        } else if (value instanceof Dict dict) {
            dict(text, dict, budget);
        } else {
            other(text, value, budget);
        }
    }

    private static void other(StringBuilder text, Object value, Budget budget) {
        if (value instanceof Undefined) {
            text.append("Undefined");
        } else if (value instanceof Markup markup) {
            text.append("Markup(");
            quoted(text, markup.text());
            text.append(')');
        } else if (value instanceof DictView view) {
            text.append(view.typeName()).append('(');
            sequence(text, "[", view.list(), "]", budget);
            text.append(')');
        } else if (value instanceof Range range) {
            text.append("range(").append(range.start()).append(", ").append(range.stop());
            if (!range.step().equals(BigInteger.ONE)) {
                text.append(", ").append(range.step());
            }
            text.append(')');
        } else if (value instanceof Namespace namespace) {
            namespace(text, namespace, budget);
        } else if (value instanceof MacroValue macro) {
            text.append("<Macro ")
                    .append(macro.name().isEmpty() ? "None" : "'" + macro.name() + "'")
                    .append('>');
        } else if (value instanceof LoopContext loop) {
            text.append("<LoopContext ")
                    .append(loop.index())
                    .append('/')
                    .append(loop.length())
                    .append('>');
        } else {
            throw PyError.unsupported("a " + Types.name(value) + " has no text of its own: Python prints its address");
        }
    }

    static String integer(BigInteger integer) {
        // A bound on the bits spares the conversion of what is refused anyway.
        String digits = integer.bitLength() > 16_000 ? "" : integer.toString();
        if (digits.isEmpty() || integer.abs().toString().length() > DIGITS) {
            throw PyError.value("Exceeds the limit (" + DIGITS + " digits) for integer string conversion");
        }
        return digits;
    }

    private static void sequence(StringBuilder text, String open, List<?> items, String close, Budget budget) {
        budget.enter();
        text.append(open);
        Iterator<?> iterator = items.iterator();
        while (iterator.hasNext()) {
            append(text, iterator.next(), budget);
            if (iterator.hasNext()) {
                text.append(", ");
            }
        }
        text.append(close);
        budget.leave();
    }

    private static void dict(StringBuilder text, Dict dict, Budget budget) {
        budget.enter();
        text.append('{');
        String separator = "";
        for (Dict.Item item : dict.items()) {
            text.append(separator);
            append(text, item.key(), budget);
            text.append(": ");
            append(text, item.value(), budget);
            separator = ", ";
        }
        text.append('}');
        budget.leave();
    }

    private static void namespace(StringBuilder text, Namespace namespace, Budget budget) {
        budget.enter();
        text.append("<Namespace {");
        String separator = "";
        for (Map.Entry<String, Object> entry : namespace.attributes().entrySet()) {
            text.append(separator);
            quoted(text, entry.getKey());
            text.append(": ");
            append(text, entry.getValue(), budget);
            separator = ", ";
        }
        text.append("}>");
        budget.leave();
    }

    private static void quoted(StringBuilder text, String string) {
        char quote = string.indexOf('\'') >= 0 && string.indexOf('"') < 0 ? '"' : '\'';
        text.append(quote);
        string.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c == quote) {
                        text.append('\\').append(quote);
                    } else if (Characters.isPrintable(c)) {
                        text.appendCodePoint(c);
                    } else {
                        text.append(escape(c));
                    }
                }
            }
        });
        text.append(quote);
    }

    private static String escape(int c) {
        return String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
    }

    /** {@code ascii} of Python: the representation with everything beyond ASCII escaped. */
    static String ascii(Object value, Budget budget) {
        StringBuilder text = new StringBuilder();
        repr(value, budget).codePoints().forEach(c -> {
            if (c < 0x80) {
                text.append((char) c);
            } else {
                text.append(escape(c));
            }
        });
        return text.toString();
    }
}
