package org.plumbline.core.jinja;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads expressions, from the loosest binding (inline {@code if}) to the tightest. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> SUMS = Set.of("+", "-");
    private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");
    private static final Set<String> CONSTANTS = Set.of("true", "false", "none", "True", "False", "None");

    private final TokenStream stream;

    ExpressionParser(TokenStream stream) {
        this.stream = stream;
    }

    Expr expression() {
        return nested(this::conditional);
    }

    /** An expression, or a tuple when commas follow. */
    Expr tuple() {
        return tuple(this::expression, false);
    }

    /** As {@link #tuple()}, without inline {@code if}, which would take the {@code if} of a loop. */
    Expr plainTuple() {
        return tuple(() -> nested(this::or), false);
    }

    private Expr tuple(Supplier<Expr> item, boolean parentheses) {
        Place place = stream.current().place();
        List<Expr> items = new ArrayList<>();
        boolean isTuple = false;
        while (true) {
            if (!items.isEmpty()) {
                stream.expectOperator(",");
            }
            if (tupleEnds()) {
                break;
            }
            items.add(item.get());
            if (!stream.current().isOperator(",")) {
                break;
            }
            isTuple = true;
        }
        if (!isTuple) {
            if (!items.isEmpty()) {
                return items.get(0);
            }
            if (!parentheses) {
                throw stream.unexpected("an expression");
            }
        }
        return new Expr.TupleOf(List.copyOf(items), place);
    }

    private boolean tupleEnds() {
        Token token = stream.current();
        return token.is(Token.Type.VARIABLE_END) || token.is(Token.Type.BLOCK_END) || token.isOperator(")");
    }

    private Expr nested(Supplier<Expr> parse) {
        stream.enter();
        Expr result = parse.get();
        stream.leave();
        return result;
    }

    private Expr conditional() {
        Place place = stream.current().place();
        Expr value = or();
        while (stream.skipName("if")) {
            Expr test = or();
            Optional<Expr> otherwise =
                    stream.skipName("else") ? Optional.of(nested(this::conditional)) : Optional.empty();
            value = new Expr.Conditional(test, value, otherwise, place);
        }
        return value;
    }

    private Expr or() {
        Expr left = and();
        while (stream.current().isName("or")) {
            Place place = stream.take().place();
            left = new Expr.Or(left, and(), place);
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (stream.current().isName("and")) {
            Place place = stream.take().place();
            left = new Expr.And(left, not(), place);
        }
        return left;
    }

    private Expr not() {
        if (stream.current().isName("not")) {
            Place place = stream.take().place();
            return new Expr.Not(nested(this::not), place);
        }
        return compare();
    }

    private Expr compare() {
        Expr first = sum();
        Place place = stream.current().place();
        List<Expr.Operand> others = new ArrayList<>();
        while (true) {
            Token token = stream.current();
            if (token.is(Token.Type.OPERATOR) && COMPARISONS.contains(token.text())) {
                stream.take();
                others.add(new Expr.Operand(token.text(), sum()));
            } else if (stream.skipName("in")) {
                others.add(new Expr.Operand("in", sum()));
            } else if (token.isName("not") && stream.look().isName("in")) {
                stream.take();
                stream.take();
                others.add(new Expr.Operand("not in", sum()));
            } else {
                break;
            }
        }
        return others.isEmpty() ? first : new Expr.Compare(first, List.copyOf(others), place);
    }

    private Expr sum() {
        return binary(SUMS, this::concat);
    }

    private Expr concat() {
        Expr first = product();
        if (!stream.current().isOperator("~")) {
            return first;
        }
        Place place = stream.current().place();
        List<Expr> parts = new ArrayList<>(List.of(first));
        while (stream.skipOperator("~")) {
            parts.add(product());
        }
        return new Expr.Concat(List.copyOf(parts), place);
    }

    private Expr product() {
        return binary(PRODUCTS, this::power);
    }

    private Expr power() {
        return binary(Set.of("**"), () -> unary(true));
    }

    private Expr binary(Set<String> operators, Supplier<Expr> operand) {
        Expr left = operand.get();
        while (stream.current().is(Token.Type.OPERATOR)
                && operators.contains(stream.current().text())) {
            Token operator = stream.take();
            left = new Expr.Binary(operator.text(), left, operand.get(), operator.place());
        }
        return left;
    }

    private Expr unary(boolean withFilters) {
        Place place = stream.current().place();
        Expr value;
        if (stream.skipOperator("-")) {
            value = new Expr.Negative(nested(() -> unary(false)), place);
        } else if (stream.skipOperator("+")) {
            value = new Expr.Positive(nested(() -> unary(false)), place);
        } else {
            value = primary();
        }
        value = postfix(value);
        return withFilters ? filters(value) : value;
    }

    private Expr primary() {
        Token token = stream.current();
        switch (token.type()) {
            case NAME -> {
                stream.take();
                return name(token);
            }
            case STRING -> {
                StringBuilder text = new StringBuilder();
                while (stream.current().is(Token.Type.STRING)) {
                    text.append(stream.take().text());
                }
                return new Expr.Const(text.toString(), token.place());
            }
            case INTEGER, FLOAT -> {
                stream.take();
                return new Expr.Const(token.value(), token.place());
            }
            default -> {
                return bracketed(token);
            }
        }
    }

    private static Expr name(Token token) {
        if (!CONSTANTS.contains(token.text())) {
            return new Expr.Name(token.text(), token.place());
        }
        Object value = switch (token.text()) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> None.NONE;
        };
        return new Expr.Const(value, token.place());
    }

    private Expr bracketed(Token token) {
        if (stream.skipOperator("(")) {
            Expr inside = tuple(this::expression, true);
            stream.expectOperator(")");
            return inside;
        }
        if (stream.skipOperator("[")) {
            List<Expr> items = new ArrayList<>();
            while (!stream.current().isOperator("]")) {
                if (!items.isEmpty()) {
                    stream.expectOperator(",");
                }
                if (stream.current().isOperator("]")) {
                    break;
                }
                items.add(expression());
            }
            stream.expectOperator("]");
            return new Expr.ListOf(List.copyOf(items), token.place());
        }
        if (stream.skipOperator("{")) {
            List<Expr.Pair> items = new ArrayList<>();
            while (!stream.current().isOperator("}")) {
                if (!items.isEmpty()) {
                    stream.expectOperator(",");
                }
                if (stream.current().isOperator("}")) {
                    break;
                }
                Expr key = expression();
                stream.expectOperator(":");
                items.add(new Expr.Pair(key, expression()));
            }
            stream.expectOperator("}");
            return new Expr.DictOf(List.copyOf(items), token.place());
        }
        throw stream.unexpected("an expression");
    }

    private Expr postfix(Expr value) {
        Expr result = value;
        while (true) {
            Token token = stream.current();
            if (token.isOperator(".")) {
                result = attribute(result);
            } else if (token.isOperator("[")) {
                result = subscript(result);
            } else if (token.isOperator("(")) {
                result = new Expr.Call(result, arguments(), token.place());
            } else {
                return result;
            }
        }
    }

    private Expr filters(Expr value) {
        Expr result = value;
        while (true) {
            Token token = stream.current();
            if (token.isOperator("|")) {
                stream.take();
                result = filter(Optional.of(result));
            } else if (token.isName("is")) {
                result = test(result);
            } else if (token.isOperator("(")) {
                result = new Expr.Call(result, arguments(), token.place());
            } else {
                return result;
            }
        }
    }

    private Expr attribute(Expr object) {
        Place place = stream.take().place();
        Token name = stream.take();
        if (name.is(Token.Type.NAME)) {
            return new Expr.Attribute(object, name.text(), place);
        }
        if (name.is(Token.Type.INTEGER)) {
            return new Expr.Item(object, new Expr.Const(name.value(), name.place()), place);
        }
        throw PyError.syntax("expected a name or a number, found " + name.words(), name.place());
    }

    private Expr subscript(Expr object) {
        Place place = stream.take().place();
        List<Expr> keys = new ArrayList<>();
        while (!stream.current().isOperator("]")) {
            if (!keys.isEmpty()) {
                stream.expectOperator(",");
            }
            keys.add(subscribed());
        }
        stream.expectOperator("]");
        if (keys.size() == 1) {
            return new Expr.Item(object, keys.get(0), place);
        }
        if (keys.stream().anyMatch(Expr.Slice.class::isInstance)) {
            throw PyError.syntax("a slice cannot stand beside other keys", place);
        }
        return new Expr.Item(object, new Expr.TupleOf(List.copyOf(keys), place), place);
    }

    private Expr subscribed() {
        Place place = stream.current().place();
        Optional<Expr> start = Optional.empty();
        if (!stream.current().isOperator(":")) {
            Expr key = expression();
            if (!stream.current().isOperator(":")) {
                return key;
            }
            start = Optional.of(key);
        }
        stream.expectOperator(":");
        Optional<Expr> stop =
                sliceEnds() || stream.current().isOperator(":") ? Optional.empty() : Optional.of(expression());
        Optional<Expr> step = Optional.empty();
        if (stream.skipOperator(":") && !sliceEnds()) {
            step = Optional.of(expression());
        }
        return new Expr.Slice(start, stop, step, place);
    }

    private boolean sliceEnds() {
        return stream.current().isOperator("]") || stream.current().isOperator(",");
    }

    private Expr.CallArguments arguments() {
        Place place = stream.current().place();
        stream.expectOperator("(");
        List<Expr> positional = new ArrayList<>();
        List<Expr.Keyword> named = new ArrayList<>();
        Optional<Expr> morePositional = Optional.empty();
        Optional<Expr> moreNamed = Optional.empty();
        Set<String> names = new HashSet<>();
        boolean first = true;
        while (!stream.current().isOperator(")")) {
            if (!first) {
                stream.expectOperator(",");
                if (stream.current().isOperator(")")) {
                    break;
                }
            }
            first = false;
            boolean valid;
            if (stream.skipOperator("*")) {
                valid = morePositional.isEmpty() && moreNamed.isEmpty();
                morePositional = Optional.of(expression());
            } else if (stream.skipOperator("**")) {
                valid = moreNamed.isEmpty();
                moreNamed = Optional.of(expression());
            } else if (stream.current().is(Token.Type.NAME) && stream.look().isOperator("=")) {
                String name = stream.take().text();
                stream.take();
                valid = moreNamed.isEmpty() && names.add(name);
                named.add(new Expr.Keyword(name, expression()));
            } else {
                valid = morePositional.isEmpty() && moreNamed.isEmpty() && named.isEmpty();
                positional.add(expression());
            }
            if (!valid) {
                throw PyError.syntax("the arguments of the call are in a wrong order or repeated", place);
            }
        }
        stream.expectOperator(")");
        return new Expr.CallArguments(List.copyOf(positional), List.copyOf(named), morePositional, moreNamed);
    }

    /** A filter after its bar. */
    Expr.Filter filter(Optional<Expr> operand) {
        Place place = stream.current().place();
        String name = dottedName("the name of a filter");
        Expr.CallArguments arguments = stream.current().isOperator("(") ? arguments() : Expr.CallArguments.NONE;
        return new Expr.Filter(operand, name, arguments, place);
    }

    private String dottedName(String what) {
        StringBuilder name = new StringBuilder(stream.expectName(what).text());
        while (stream.skipOperator(".")) {
            name.append('.').append(stream.expectName("a name").text());
        }
        return name.toString();
    }

    private Expr test(Expr operand) {
        Place place = stream.take().place();
        boolean negated = stream.skipName("not");
        String name = dottedName("the name of a test");
        Token token = stream.current();
        Expr.CallArguments arguments = Expr.CallArguments.NONE;
        if (token.isOperator("(")) {
            arguments = arguments();
        } else if (startsTestArgument(token)) {
            if (token.isName("is")) {
                throw stream.fail("tests cannot be chained with 'is'");
            }
            Expr argument = postfix(primary());
            arguments = new Expr.CallArguments(List.of(argument), List.of(), Optional.empty(), Optional.empty());
        }
        Expr result = new Expr.Test(operand, name, arguments, place);
        return negated ? new Expr.Not(result, place) : result;
    }

    private static boolean startsTestArgument(Token token) {
        return switch (token.type()) {
            case NAME -> !token.isName("else") && !token.isName("or") && !token.isName("and");
            case STRING, INTEGER, FLOAT -> true;
            default -> token.isOperator("[") || token.isOperator("{");
        };
    }

    /**
     * What an assignment goes to.
     *
     * @param namespaces whether {@code name.attribute} is allowed
     */
    Target target(boolean namespaces) {
        Place place = stream.current().place();
        List<Target> items = new ArrayList<>();
        boolean isTuple = false;
        while (true) {
            if (!items.isEmpty()) {
                stream.expectOperator(",");
            }
            if (tupleEnds()) {
                break;
            }
            items.add(targetItem(namespaces));
            if (!stream.current().isOperator(",")) {
                break;
            }
            isTuple = true;
        }
        if (items.isEmpty()) {
            throw stream.unexpected("a name to assign to");
        }
        return isTuple ? new Target.Unpacked(List.copyOf(items), place) : items.get(0);
    }

    private Target targetItem(boolean namespaces) {
        Token token = stream.current();
        if (namespaces
                && token.is(Token.Type.NAME)
                && stream.look().isOperator(".")
                && !CONSTANTS.contains(token.text())) {
            stream.take();
            stream.take();
            return new Target.InNamespace(
                    token.text(), stream.expectName("an attribute").text(), token.place());
        }
        return asTarget(primary());
    }

    private static Target asTarget(Expr expression) {
        if (expression instanceof Expr.Name name) {
            return new Target.Name(name.name(), name.place());
        }
        if (expression instanceof Expr.TupleOf tuple) {
            return new Target.Unpacked(
                    tuple.items().stream().map(ExpressionParser::asTarget).toList(), tuple.place());
        }
        throw PyError.syntax("nothing can be assigned to this expression", expression.place());
    }

    /** A bare name that can be assigned to. */
    Token bareName(String what) {
        Token token = stream.expectName(what);
        if (CONSTANTS.contains(token.text())) {
            throw PyError.syntax("nothing can be assigned to '" + token.text() + "'", token.place());
        }
        return token;
    }
}
