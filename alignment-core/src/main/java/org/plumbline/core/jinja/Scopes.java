package org.plumbline.core.jinja;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The scopes of a template: the names of each, and what can be wrong with a template before it runs. */
final class Scopes {
    /** Which parameters besides the written ones a macro takes: those its body asks for. */
    record Extras(boolean caller, boolean named, boolean positional) {}

    /** Where in the template a statement stands. */
    private record Spot(Symbols symbols, boolean conditional, boolean inLoop) {
        Spot inner(Symbols inside, boolean loop) {
            return new Spot(inside, false, loop);
        }
    }

    private final Map<Stmt, Map<String, Symbols.Load>> bodies = new IdentityHashMap<>();
    private final Map<Stmt, Map<String, Symbols.Load>> otherwise = new IdentityHashMap<>();
    private final Map<Stmt, Map<String, Symbols.Load>> tests = new IdentityHashMap<>();
    private final Map<Stmt, Extras> extras = new IdentityHashMap<>();
    private final Map<String, Symbols.Load> root;

    private Scopes(List<Stmt> template) {
        if (!AskedNames.in(template, Set.of("self")).isEmpty()) {
            throw PyError.unsupported("'self' is not supported: it belongs to blocks, which a chat template has not");
        }
        Symbols symbols = new Symbols(Optional.empty());
        template.forEach(s -> visit(s, symbols));
        root = symbols.loads();
        template.forEach(s -> process(s, new Spot(symbols, false, false)));
    }

    /** Analyses a template; a {@link PyError} when it cannot run. */
    static Scopes of(List<Stmt> template) {
        return new Scopes(template);
    }

    Map<String, Symbols.Load> root() {
        return root;
    }

    Map<String, Symbols.Load> body(Stmt statement) {
        return Objects.requireNonNull(bodies.get(statement));
    }

    Map<String, Symbols.Load> otherwise(Stmt statement) {
        return Objects.requireNonNull(otherwise.get(statement));
    }

    Map<String, Symbols.Load> test(Stmt statement) {
        return Objects.requireNonNull(tests.get(statement));
    }

    Extras extras(Stmt statement) {
        return Objects.requireNonNull(extras.get(statement));
    }

    /** Names a statement uses or sets in the scope it stands in; scopes inside are looked at when it is their turn. */
    private static void visit(Stmt statement, Symbols symbols) {
        if (statement instanceof Stmt.Output s) {
            s.parts().forEach(e -> visit(e, symbols));
        } else if (statement instanceof Stmt.For s) {
            visit(s.iterable(), symbols);
        } else if (statement instanceof Stmt.If s) {
            visitIf(s, symbols);
        } else if (statement instanceof Stmt.Macro s) {
            symbols.store(s.name());
        } else if (statement instanceof Stmt.CallBlock s) {
            visit(s.call(), symbols);
        } else if (statement instanceof Stmt.FilterBlock s) {
            visit(s.filter(), symbols);
        } else if (statement instanceof Stmt.With s) {
            s.values().forEach(e -> visit(e, symbols));
        } else if (statement instanceof Stmt.Assign s) {
            visit(s.value(), symbols);
            visit(s.target(), symbols);
        } else if (statement instanceof Stmt.AssignBlock s) {
            visit(s.target(), symbols);
        }
    }

    private static void visitIf(Stmt.If statement, Symbols symbols) {
        visit(statement.test(), symbols);
        Symbols body = symbols.copy();
        statement.body().forEach(s -> visit(s, body));
        Symbols elifs = symbols.copy();
        statement.elifs().forEach(s -> visitIf(s, elifs));
        Symbols rest = symbols.copy();
        statement.otherwise().forEach(s -> visit(s, rest));
        symbols.merge(List.of(body, elifs, rest));
    }

    private static void visit(Expr expression, Symbols symbols) {
        if (expression instanceof Expr.Name name) {
            symbols.load(name.name());
        }
        Walk.children(expression).forEach(e -> visit(e, symbols));
    }

    private static void visit(Target target, Symbols symbols) {
        if (target instanceof Target.Name name) {
            symbols.store(name.name());
        } else if (target instanceof Target.InNamespace namespace) {
            symbols.load(namespace.name());
        } else if (target instanceof Target.Unpacked unpacked) {
            unpacked.items().forEach(t -> visit(t, symbols));
        }
    }

    private static void declare(Target target, Symbols symbols) {
        if (target instanceof Target.Name name) {
            symbols.declareParameter(name.name());
        } else if (target instanceof Target.Unpacked unpacked) {
            unpacked.items().forEach(t -> declare(t, symbols));
        }
    }

    private void process(Stmt statement, Spot spot) {
        if (statement instanceof Stmt.Output s) {
            s.parts().forEach(e -> check(e, spot.conditional()));
        } else if (statement instanceof Stmt.For s) {
            processFor(s, spot);
        } else if (statement instanceof Stmt.If s) {
            Spot inside = new Spot(spot.symbols(), true, spot.inLoop());
            check(s.test(), true);
            s.body().forEach(b -> process(b, inside));
            s.elifs().forEach(b -> process(b, inside));
            s.otherwise().forEach(b -> process(b, inside));
        } else if (statement instanceof Stmt.Macro s) {
            processMacro(s, s.parameters(), s.body(), spot);
        } else if (statement instanceof Stmt.CallBlock s) {
            processMacro(s, s.parameters(), s.body(), spot);
            check(s.call(), spot.conditional());
        } else if (statement instanceof Stmt.Generation s) {
            processMacro(s, Stmt.Parameters.NONE, s.body(), spot);
        } else if (statement instanceof Stmt.FilterBlock s) {
            Symbols inside = new Symbols(Optional.of(spot.symbols()));
            s.body().forEach(b -> visit(b, inside));
            visit(s.filter(), inside);
            enter(s, inside, s.body(), spot);
            check(s.filter(), false);
        } else if (statement instanceof Stmt.With s) {
            Symbols inside = new Symbols(Optional.of(spot.symbols()));
            s.targets().forEach(t -> declare(t, inside));
            s.body().forEach(b -> visit(b, inside));
            enter(s, inside, s.body(), spot);
            s.values().forEach(e -> check(e, spot.conditional()));
        } else if (statement instanceof Stmt.Assign s) {
            check(s.value(), spot.conditional());
        } else if (statement instanceof Stmt.AssignBlock s) {
            Symbols inside = new Symbols(Optional.of(spot.symbols()));
            s.body().forEach(b -> visit(b, inside));
            enter(s, inside, s.body(), spot);
            s.filter().ifPresent(f -> check(f, false));
        } else if (!spot.inLoop()) {
            throw PyError.syntax(
                    "{% " + (statement instanceof Stmt.Break ? "break" : "continue") + " %} stands outside a loop",
                    statement.place());
        }
    }

    private void enter(Stmt statement, Symbols inside, List<Stmt> body, Spot spot) {
        bodies.put(statement, inside.loads());
        body.forEach(b -> process(b, spot.inner(inside, spot.inLoop())));
    }

    private void processFor(Stmt.For loop, Spot spot) {
        refuseLoopAsTarget(List.of(loop));
        Symbols inside = new Symbols(Optional.of(spot.symbols()));
        inside.declareParameter("loop");
        declare(loop.target(), inside);
        loop.body().forEach(s -> visit(s, inside));
        bodies.put(loop, inside.loads());
        Symbols rest = new Symbols(Optional.of(spot.symbols()));
        loop.otherwise().forEach(s -> visit(s, rest));
        otherwise.put(loop, rest.loads());
        Symbols test = new Symbols(Optional.of(spot.symbols()));
        declare(loop.target(), test);
        loop.test().ifPresent(t -> visit(t, test));
        tests.put(loop, test.loads());
        check(loop.iterable(), spot.conditional());
        loop.test().ifPresent(t -> check(t, false));
        loop.body().forEach(s -> process(s, spot.inner(inside, true)));
        loop.otherwise().forEach(s -> process(s, spot.inner(rest, spot.inLoop() && !loop.recursive())));
    }

    private void processMacro(Stmt statement, Stmt.Parameters parameters, List<Stmt> body, Spot spot) {
        Symbols inside = new Symbols(Optional.of(spot.symbols()));
        parameters.names().forEach(inside::declareParameter);
        parameters.defaults().forEach(e -> visit(e, inside));
        body.forEach(s -> visit(s, inside));
        Set<String> asked = AskedNames.in(body, Set.of("caller", "kwargs", "varargs"));
        boolean explicitCaller = parameters.names().contains("caller");
        if (asked.contains("caller")
                && explicitCaller
                && parameters.defaultOf(parameters.names().indexOf("caller")).isEmpty()) {
            throw PyError.syntax("the parameter 'caller' needs a default, or is left out", statement.place());
        }
        Extras found = new Extras(
                asked.contains("caller"),
                asked.contains("kwargs") && !parameters.names().contains("kwargs"),
                asked.contains("varargs") && !parameters.names().contains("varargs"));
        if (found.caller() && !explicitCaller) {
            inside.declareParameter("caller");
        }
        if (found.named()) {
            inside.declareParameter("kwargs");
        }
        if (found.positional()) {
            inside.declareParameter("varargs");
        }
        extras.put(statement, found);
        bodies.put(statement, inside.loads());
        parameters.defaults().forEach(e -> check(e, false));
        body.forEach(s -> process(s, spot.inner(inside, false)));
    }

    /** Filters and tests must exist, but inside a condition only when they are reached: templates ask first. */
    private static void check(Expr expression, boolean conditional) {
        boolean inside = conditional || expression instanceof Expr.Conditional;
        if (!conditional && expression instanceof Expr.Filter filter) {
            at(filter.place(), () -> Filters.find(filter.name()));
        } else if (!conditional && expression instanceof Expr.Test test) {
            at(test.place(), () -> ValueTests.find(test.name()));
        }
        Walk.children(expression).forEach(e -> check(e, inside));
    }

    private static void at(Place place, Runnable lookup) {
        try {
            lookup.run();
        } catch (PyError e) {
            throw e.at(place);
        }
    }

    private static void refuseLoopAsTarget(List<? extends Stmt> statements) {
        for (Stmt statement : statements) {
            List<Target> targets = new ArrayList<>();
            List<Stmt> inside = new ArrayList<>();
            if (statement instanceof Stmt.For s) {
                targets.add(s.target());
                inside.addAll(s.body());
                inside.addAll(s.otherwise());
            } else if (statement instanceof Stmt.If s) {
                inside.addAll(s.body());
                inside.addAll(s.elifs());
                inside.addAll(s.otherwise());
            } else if (statement instanceof Stmt.Macro s) {
                inside.addAll(s.body());
            } else if (statement instanceof Stmt.CallBlock s) {
                inside.addAll(s.body());
            } else if (statement instanceof Stmt.Generation s) {
                inside.addAll(s.body());
            } else if (statement instanceof Stmt.FilterBlock s) {
                inside.addAll(s.body());
            } else if (statement instanceof Stmt.With s) {
                inside.addAll(s.body());
            } else if (statement instanceof Stmt.Assign s) {
                targets.add(s.target());
            } else if (statement instanceof Stmt.AssignBlock s) {
                targets.add(s.target());
                inside.addAll(s.body());
            }
            targets.forEach(t -> refuseLoop(t));
            refuseLoopAsTarget(inside);
        }
    }

    private static void refuseLoop(Target target) {
        if (target instanceof Target.Name name && name.name().equals("loop")) {
            throw PyError.syntax("'loop' cannot be assigned to inside a loop", name.place());
        } else if (target instanceof Target.Unpacked unpacked) {
            unpacked.items().forEach(Scopes::refuseLoop);
        }
    }
}
