package org.plumbline.core.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The parts of expressions. */
final class Walk {
    private Walk() {}

    /** The expressions directly inside one. */
    static List<Expr> children(Expr expression) {
        if (expression instanceof Expr.TupleOf e) {
            return e.items();
        } else if (expression instanceof Expr.ListOf e) {
            return e.items();
        } else if (expression instanceof Expr.DictOf e) {
            return e.items().stream()
                    .flatMap(p -> Stream.of(p.key(), p.value()))
                    .toList();
        } else if (expression instanceof Expr.Negative e) {
            return List.of(e.operand());
        } else if (expression instanceof Expr.Positive e) {
            return List.of(e.operand());
        } else if (expression instanceof Expr.Not e) {
            return List.of(e.operand());
        } else if (expression instanceof Expr.And e) {
            return List.of(e.left(), e.right());
        } else if (expression instanceof Expr.Or e) {
            return List.of(e.left(), e.right());
        } else if (expression instanceof Expr.Binary e) {
            return List.of(e.left(), e.right());
        } else if (expression instanceof Expr.Compare e) {
            return Stream.concat(Stream.of(e.first()), e.others().stream().map(Expr.Operand::value))
                    .toList();
        } else if (expression instanceof Expr.Concat e) {
            return e.parts();
        } else if (expression instanceof Expr.Conditional e) {
            return Stream.concat(Stream.of(e.test(), e.then()), e.otherwise().stream())
                    .toList();
        } else if (expression instanceof Expr.Attribute e) {
            return List.of(e.object());
        } else if (expression instanceof Expr.Item e) {
            return List.of(e.object(), e.key());
        } else if (expression instanceof Expr.Slice e) {
            return Stream.of(e.start(), e.stop(), e.step())
                    .flatMap(java.util.Optional::stream)
                    .toList();
        } else if (expression instanceof Expr.Call e) {
            return with(List.of(e.function()), e.arguments());
        } else if (expression instanceof Expr.Filter e) {
            return with(e.operand().stream().toList(), e.arguments());
        } else if (expression instanceof Expr.Test e) {
            return with(List.of(e.operand()), e.arguments());
        }
        return List.of();
    }

    private static List<Expr> with(List<Expr> first, Expr.CallArguments arguments) {
        List<Expr> all = new ArrayList<>(first);
        all.addAll(arguments.positional());
        arguments.named().forEach(k -> all.add(k.value()));
        arguments.morePositional().ifPresent(all::add);
        arguments.moreNamed().ifPresent(all::add);
        return all;
    }
}
