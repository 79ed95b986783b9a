package org.plumbline.core.jinja;

import java.util.List;
import java.util.Optional;

/** An expression of a template. */
sealed interface Expr {
    Place place();

    /** Template data or a literal. */
    record Const(Object value, Place place) implements Expr {}

    record Name(String name, Place place) implements Expr {}

    record TupleOf(List<Expr> items, Place place) implements Expr {}

    record ListOf(List<Expr> items, Place place) implements Expr {}

    record DictOf(List<Pair> items, Place place) implements Expr {}

    record Negative(Expr operand, Place place) implements Expr {}

    record Positive(Expr operand, Place place) implements Expr {}

    record Not(Expr operand, Place place) implements Expr {}

    record And(Expr left, Expr right, Place place) implements Expr {}

    record Or(Expr left, Expr right, Place place) implements Expr {}

    record Binary(String operator, Expr left, Expr right, Place place) implements Expr {}

    /** {@code first op other op other ...}, as Python chains comparisons. */
    record Compare(Expr first, List<Operand> others, Place place) implements Expr {}

    /** The {@code ~} operator. */
    record Concat(List<Expr> parts, Place place) implements Expr {}

    record Conditional(Expr test, Expr then, Optional<Expr> otherwise, Place place) implements Expr {}

    record Attribute(Expr object, String name, Place place) implements Expr {}

    record Item(Expr object, Expr key, Place place) implements Expr {}

    /** Stands only directly inside brackets. */
    record Slice(Optional<Expr> start, Optional<Expr> stop, Optional<Expr> step, Place place) implements Expr {}

    record Call(Expr function, CallArguments arguments, Place place) implements Expr {}

    /** A filter; without an operand it takes the text of its block. */
    record Filter(Optional<Expr> operand, String name, CallArguments arguments, Place place) implements Expr {}

    record Test(Expr operand, String name, CallArguments arguments, Place place) implements Expr {}

    /** A key and a value of a dict. */
    record Pair(Expr key, Expr value) {}

    /** An operator of a comparison with its right side. */
    record Operand(String operator, Expr value) {}

    /** A named argument. */
    record Keyword(String name, Expr value) {}

    /** What stands in the parentheses of a call. */
    record CallArguments(
            List<Expr> positional, List<Keyword> named, Optional<Expr> morePositional, Optional<Expr> moreNamed) {
        static final CallArguments NONE = new CallArguments(List.of(), List.of(), Optional.empty(), Optional.empty());
    }
}
