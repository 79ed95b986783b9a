package org.plumbline.core.jinja;

import java.math.BigInteger;

/** {@code text.format(...)} of Python. */
final class BraceFormat {
    private static final int NESTED = 2;

    private final Arguments arguments;
    private final Budget budget;
    private int automatic;
    private boolean manual;

    private BraceFormat(Arguments arguments, Budget budget) {
        this.arguments = arguments;
        this.budget = budget;
    }

    static String format(String format, Arguments arguments, Budget budget) {
        return new BraceFormat(arguments, budget).run(format, NESTED);
    }

    private String run(String format, int depth) {
        if (depth < 0) {
            throw PyError.value("Max string recursion exceeded");
        }
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i);
            boolean doubled = i + 1 < format.length() && format.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                text.append(c);
                i += 2;
            } else if (c == '}') {
                throw PyError.value("Single '}' encountered in format string");
            } else if (c == '{') {
                int end = fieldEnd(format, i);
                text.append(field(format.substring(i + 1, end), depth));
                i = end + 1;
            } else {
                text.append(c);
                i++;
            }
            Text.check(text, budget);
        }
        budget.text(text.length());
        return text.toString();
    }

    private static int fieldEnd(String format, int open) {
        int depth = 0;
        for (int i = open; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        throw PyError.value("expected '}' before end of string");
    }

    private String field(String field, int depth) {
        int name = 0;
        int brackets = 0;
        while (name < field.length()) {
            char c = field.charAt(name);
            if (c == '[') {
                brackets++;
            } else if (c == ']') {
                brackets--;
            } else if (brackets <= 0 && (c == ':' || c == '!')) {
                break;
            }
            name++;
        }
        String rest = field.substring(name);
        char conversion = ' ';
        if (rest.startsWith("!")) {
            if (rest.length() < 2 || (rest.length() > 2 && rest.charAt(2) != ':')) {
                throw PyError.value("expected ':' after conversion specifier");
            }
            conversion = rest.charAt(1);
            rest = rest.substring(2);
        }
        Object value = convert(conversion, value(field.substring(0, name)));
        String spec = rest.startsWith(":") ? run(rest.substring(1), depth - 1) : "";
        return FormatSpec.format(value, spec, budget);
    }

    private Object convert(char conversion, Object value) {
        return switch (conversion) {
            case ' ' -> value;
            case 's' -> Repr.str(value, budget);
            case 'r' -> Repr.repr(value, budget);
            case 'a' -> Repr.ascii(value, budget);
            default -> throw PyError.value("Unknown conversion specifier " + conversion);
        };
    }

    private Object value(String name) {
        int end = 0;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
            end++;
        }
        Object value = first(name.substring(0, end));
        int i = end;
        while (i < name.length()) {
            boolean attribute = name.charAt(i) == '.';
            int from = i + 1;
            int to = from;
            while (to < name.length()
                    && (attribute ? name.charAt(to) != '.' && name.charAt(to) != '[' : name.charAt(to) != ']')) {
                to++;
            }
            String part = name.substring(from, to);
            if (part.isEmpty() || (!attribute && to >= name.length())) {
                throw PyError.value("Empty attribute in format string");
            }
            if (attribute) {
                value = Attributes.attribute(value, part, budget);
                i = to;
            } else {
                boolean number = part.chars().allMatch(c -> c >= '0' && c <= '9');
                value = Attributes.item(value, number ? new BigInteger(part) : part, budget);
                i = to + 1;
            }
        }
        return value;
    }

    private Object first(String name) {
        boolean number = !name.isEmpty() && name.length() < 9 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        if (name.isEmpty()) {
            if (manual) {
                throw PyError.value("cannot switch from manual field specification to automatic field numbering");
            }
            return positional(automatic++);
        }
        if (number) {
            if (automatic > 0) {
                throw PyError.value("cannot switch from automatic field numbering to manual field specification");
            }
            manual = true;
            return positional(Integer.parseInt(name));
        }
        Object value = arguments.named().get(name);
        if (value == null) {
            throw PyError.of(PyError.Kind.OTHER, "the format has no value for '" + name + "'");
        }
        return value;
    }

    private Object positional(int index) {
        if (index >= arguments.positional().size()) {
            throw PyError.of(
                    PyError.Kind.OTHER, "Replacement index " + index + " out of range for positional args tuple");
        }
        return arguments.positional().get(index);
    }
}
