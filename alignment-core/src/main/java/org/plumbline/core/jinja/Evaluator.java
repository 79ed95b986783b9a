package org.plumbline.core.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives expressions their values. */
final class Evaluator {
    private final Rendering rendering;
    private final Budget budget;

    Evaluator(Rendering rendering) {
        this.rendering = rendering;
        this.budget = rendering.budget();
    }

    Object evaluate(Expr expression, Frame frame) {
        try {
            budget.step();
            return value(expression, frame);
        } catch (PyError e) {
            throw e.at(expression.place());
        }
    }

    private Object value(Expr expression, Frame frame) {
        if (expression instanceof Expr.Const e) {
            return e.value();
        } else if (expression instanceof Expr.Name e) {
            return name(e.name(), frame);
        } else if (expression instanceof Expr.Attribute e) {
            return Attributes.attribute(evaluate(e.object(), frame), e.name(), budget);
        } else if (expression instanceof Expr.Item e) {
            return item(e, frame);
        } else if (expression instanceof Expr.Binary e) {
            Object left = evaluate(e.left(), frame);
            return Operators.binary(e.operator(), left, evaluate(e.right(), frame), budget);
        } else if (expression instanceof Expr.Compare e) {
            return compare(e, frame);
        } else if (expression instanceof Expr.And e) {
            Object left = evaluate(e.left(), frame);
            return Types.truth(left) ? evaluate(e.right(), frame) : left;
        } else if (expression instanceof Expr.Or e) {
            Object left = evaluate(e.left(), frame);
            return Types.truth(left) ? left : evaluate(e.right(), frame);
        } else if (expression instanceof Expr.Not e) {
            return !Types.truth(evaluate(e.operand(), frame));
        } else if (expression instanceof Expr.Test e) {
            return test(e, frame);
        } else if (expression instanceof Expr.Filter e) {
            return filter(e, frame, Optional.empty());
        } else if (expression instanceof Expr.Call e) {
            return call(e, frame, Optional.empty());
        } else if (expression instanceof Expr.Conditional e) {
            return conditional(e, frame);
        }
        return composed(expression, frame);
    }

    private Object composed(Expr expression, Frame frame) {
        if (expression instanceof Expr.Concat e) {
            StringBuilder text = new StringBuilder();
            List<Object> values = all(e.parts(), frame);
            values.forEach(v -> text.append(Repr.str(v, budget)));
            budget.text(text.length());
            return text.toString();
        } else if (expression instanceof Expr.ListOf e) {
            return all(e.items(), frame);
        } else if (expression instanceof Expr.TupleOf e) {
            return new Tuple(all(e.items(), frame));
        } else if (expression instanceof Expr.DictOf e) {
            Dict dict = new Dict(budget);
            for (Expr.Pair pair : e.items()) {
                Object key = evaluate(pair.key(), frame);
                dict.put(key, evaluate(pair.value(), frame));
            }
            return dict;
        } else if (expression instanceof Expr.Negative e) {
            return Operators.negative(evaluate(e.operand(), frame));
        } else if (expression instanceof Expr.Positive e) {
            return Operators.positive(evaluate(e.operand(), frame));
        }
        throw PyError.type("a slice stands only in brackets");
    }

    private List<Object> all(List<Expr> expressions, Frame frame) {
        List<Object> values = new ArrayList<>(expressions.size());
        expressions.forEach(e -> values.add(evaluate(e, frame)));
        return values;
    }

    private static Object name(String name, Frame frame) {
        Object value = frame.find(name);
        if (value == null) {
            throw PyError.of(PyError.Kind.OTHER, "the filter of a {% set %} block cannot see '" + name + "'");
        }
        return value == Frame.MISSING ? Undefined.name(name) : value;
    }

    private Object item(Expr.Item item, Frame frame) {
        Object object = evaluate(item.object(), frame);
        if (item.key() instanceof Expr.Slice slice) {
            Object start = bound(slice.start(), frame);
            Object stop = bound(slice.stop(), frame);
            return Sequences.slice(object, start, stop, bound(slice.step(), frame), budget);
        }
        return Attributes.item(object, evaluate(item.key(), frame), budget);
    }

    private Object bound(Optional<Expr> bound, Frame frame) {
        return bound.isPresent() ? evaluate(bound.get(), frame) : None.NONE;
    }

    private Object compare(Expr.Compare compare, Frame frame) {
        Object left = evaluate(compare.first(), frame);
        for (Expr.Operand operand : compare.others()) {
            Object right = evaluate(operand.value(), frame);
            boolean holds = switch (operand.operator()) {
                case "==" -> Comparison.equal(left, right, budget);
                case "!=" -> !Comparison.equal(left, right, budget);
                case "in" -> Comparison.contains(right, left, budget);
                case "not in" -> !Comparison.contains(right, left, budget);
                default -> Comparison.ordered(operand.operator(), left, right, budget);
            };
            if (!holds) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private Object conditional(Expr.Conditional conditional, Frame frame) {
        if (Types.truth(evaluate(conditional.test(), frame))) {
            return evaluate(conditional.then(), frame);
        }
        if (conditional.otherwise().isPresent()) {
            return evaluate(conditional.otherwise().get(), frame);
        }
        return Undefined.of("the inline if is false and has no else");
    }

    private Object test(Expr.Test test, Frame frame) {
        ValueTests.Test found = ValueTests.find(test.name());
        Object value = evaluate(test.operand(), frame);
        return found.holds(value, arguments(test.arguments(), frame), rendering);
    }

    /** A filter; the text of its block goes where the chain has no operand. */
    Object filter(Expr.Filter filter, Frame frame, Optional<String> block) {
        Filters.Filter found = Filters.find(filter.name());
        Object value;
        if (filter.operand().isEmpty()) {
            value = block.orElse("");
        } else if (block.isPresent() && filter.operand().get() instanceof Expr.Filter inner) {
            value = filter(inner, frame, block);
        } else {
            value = evaluate(filter.operand().get(), frame);
        }
        return found.apply(value, arguments(filter.arguments(), frame), rendering);
    }

    /** A call, from a call block with its body as {@code caller}. */
    Object call(Expr.Call call, Frame frame, Optional<Object> caller) {
        Object function = evaluate(call.function(), frame);
        Arguments arguments = arguments(call.arguments(), frame);
        if (caller.isPresent()) {
            Map<String, Object> named = arguments.takeNamed();
            if (named.put("caller", caller.get()) != null) {
                throw PyError.type("the call block gives 'caller', which the call names too");
            }
            arguments = new Arguments(arguments.positional(), named);
        }
        if (function instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!(function instanceof Function callable)) {
            throw PyError.type("'" + Types.name(function) + "' object is not callable");
        }
        return callable.call(arguments, rendering);
    }

    private Arguments arguments(Expr.CallArguments arguments, Frame frame) {
        if (arguments == Expr.CallArguments.NONE) {
            return Arguments.of();
        }
        List<Object> positional = all(arguments.positional(), frame);
        Map<String, Object> named = new LinkedHashMap<>();
        arguments.named().forEach(k -> named.put(k.name(), evaluate(k.value(), frame)));
        if (arguments.morePositional().isPresent()) {
            positional.addAll(Sequences.list(evaluate(arguments.morePositional().get(), frame), budget));
        }
        if (arguments.moreNamed().isPresent()) {
            Object more = evaluate(arguments.moreNamed().get(), frame);
            if (!(more instanceof Dict dict)) {
                throw PyError.type("the argument after ** must be a mapping, not " + Types.name(more));
            }
            for (Dict.Item item : dict.items()) {
                if (!(item.key() instanceof String name)) {
                    throw PyError.type("keywords must be strings");
                }
                if (named.put(name, item.value()) != null) {
                    throw PyError.type("got multiple values for keyword argument '" + name + "'");
                }
            }
        }
        return new Arguments(positional, named);
    }
}
