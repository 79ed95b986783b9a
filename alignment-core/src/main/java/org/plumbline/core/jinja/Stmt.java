package org.plumbline.core.jinja;

import java.util.List;
import java.util.Optional;

/** A statement of a template. */
sealed interface Stmt {
    Place place();

    /** Text and expressions that are printed. */
    record Output(List<Expr> parts, Place place) implements Stmt {}

    record For(
            Target target,
            Expr iterable,
            Optional<Expr> test,
            boolean recursive,
            List<Stmt> body,
            List<Stmt> otherwise,
            Place place)
            implements Stmt {}

    record If(Expr test, List<Stmt> body, List<If> elifs, List<Stmt> otherwise, Place place) implements Stmt {}

    record Macro(String name, Parameters parameters, List<Stmt> body, Place place) implements Stmt {}

    record CallBlock(Parameters parameters, Expr.Call call, List<Stmt> body, Place place) implements Stmt {}

    /** {@code generation}, by which transformers marks what the assistant wrote: printed, in a scope of its own. */
    record Generation(List<Stmt> body, Place place) implements Stmt {}

    record FilterBlock(Expr.Filter filter, List<Stmt> body, Place place) implements Stmt {}

    record With(List<Target> targets, List<Expr> values, List<Stmt> body, Place place) implements Stmt {}

    record Assign(Target target, Expr value, Place place) implements Stmt {}

    record AssignBlock(Target target, Optional<Expr.Filter> filter, List<Stmt> body, Place place) implements Stmt {}

    record Break(Place place) implements Stmt {}

    record Continue(Place place) implements Stmt {}

    /** The parameters of a macro; the defaults belong to the last ones. */
    record Parameters(List<String> names, List<Expr> defaults) {
        static final Parameters NONE = new Parameters(List.of(), List.of());

        Optional<Expr> defaultOf(int index) {
            int first = names.size() - defaults.size();
            return index < first ? Optional.empty() : Optional.of(defaults.get(index - first));
        }
    }
}
