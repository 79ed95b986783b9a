package org.plumbline.core.jinja;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Runs the statements of a template. */
final class Executor {
    /** How a list of statements ended. */
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private final Scopes scopes;
    private final Map<String, Object> variables;
    private final Budget budget;
    private final Evaluator evaluator;

    Executor(Scopes scopes, Map<String, Object> variables, Rendering rendering) {
        this.scopes = scopes;
        this.variables = variables;
        this.budget = rendering.budget();
        this.evaluator = new Evaluator(rendering);
    }

    String render(List<Stmt> template) {
        StringBuilder out = new StringBuilder();
        Frame root = new Frame(Optional.empty());
        enter(root, scopes.root());
        run(template, root, out);
        return out.toString();
    }

    private void enter(Frame frame, Map<String, Symbols.Load> loads) {
        loads.forEach((name, load) -> {
            switch (load) {
                case PARAMETER, UNDEFINED -> frame.set(name, Frame.MISSING);
                case RESOLVE -> frame.set(name, resolve(name));
                case ALIAS -> frame.set(name, frame.outer(name));
            }
        });
    }

    private Object resolve(String name) {
        Object given = variables.get(name);
        return given != null ? given : Globals.ALL.getOrDefault(name, Frame.MISSING);
    }

    private Frame inner(Frame frame, Map<String, Symbols.Load> loads) {
        Frame inner = new Frame(Optional.of(frame));
        enter(inner, loads);
        return inner;
    }

    private Flow run(List<Stmt> statements, Frame frame, StringBuilder out) {
        for (Stmt statement : statements) {
            Flow flow;
            try {
                budget.step();
                flow = run(statement, frame, out);
            } catch (PyError e) {
                throw e.at(statement.place());
            }
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private Flow run(Stmt statement, Frame frame, StringBuilder out) {
        if (statement instanceof Stmt.Output s) {
            for (Expr part : s.parts()) {
                print(evaluator.evaluate(part, frame), out);
            }
        } else if (statement instanceof Stmt.If s) {
            return condition(s, frame, out);
        } else if (statement instanceof Stmt.For s) {
            return loop(s, frame, out);
        } else if (statement instanceof Stmt.Assign s) {
            requireNamespaces(s.target(), frame);
            assign(s.target(), evaluator.evaluate(s.value(), frame), frame);
        } else if (statement instanceof Stmt.AssignBlock s) {
            return assignBlock(s, frame);
        } else if (statement instanceof Stmt.Macro s) {
            frame.set(s.name(), new MacroValue(s.name(), s.parameters(), scopes.extras(s), s, frame, this));
        } else if (statement instanceof Stmt.CallBlock s) {
            Object caller = new MacroValue("", s.parameters(), scopes.extras(s), s, frame, this);
            print(evaluator.call(s.call(), frame, Optional.of(caller)), out);
        } else if (statement instanceof Stmt.Generation s) {
            Object body = new MacroValue("", Stmt.Parameters.NONE, scopes.extras(s), s, frame, this);
            print(callMacro((MacroValue) body, Arguments.of()), out);
        } else if (statement instanceof Stmt.FilterBlock s) {
            return filterBlock(s, frame, out);
        } else if (statement instanceof Stmt.With s) {
            return with(s, frame, out);
        } else {
            return statement instanceof Stmt.Break ? Flow.BREAK : Flow.CONTINUE;
        }
        return Flow.ON;
    }

    private void print(Object value, StringBuilder out) {
        out.append(Repr.str(value, budget));
        Text.check(out, budget);
    }

    private Flow condition(Stmt.If statement, Frame frame, StringBuilder out) {
        if (Types.truth(evaluator.evaluate(statement.test(), frame))) {
            return run(statement.body(), frame, out);
        }
        for (Stmt.If elif : statement.elifs()) {
            if (Types.truth(evaluator.evaluate(elif.test(), frame))) {
                return run(elif.body(), frame, out);
            }
        }
        return run(statement.otherwise(), frame, out);
    }

    private Flow loop(Stmt.For loop, Frame frame, StringBuilder out) {
        Object items = evaluator.evaluate(loop.iterable(), frame);
        if (!loop.recursive()) {
            return iterate(loop, items, Optional.empty(), 0, frame, out);
        }
        print(recurse(loop, items, 0, frame), out);
        return Flow.ON;
    }

    private String recurse(Stmt.For loop, Object items, int depth, Frame frame) {
        budget.enter();
        StringBuilder text = new StringBuilder();
        LoopContext.Recursion recursion = (inner, next) -> recurse(loop, inner, next, frame);
        iterate(loop, items, Optional.of(recursion), depth, frame, text);
        budget.leave();
        budget.text(text.length());
        return text.toString();
    }

    private Flow iterate(
            Stmt.For loop,
            Object items,
            Optional<LoopContext.Recursion> recursion,
            int depth,
            Frame frame,
            StringBuilder out) {
        Object source = items;
        if (loop.test().isPresent()) {
            source = Lazy.generator(tested(loop, loop.test().get(), items, frame));
        }
        LoopContext context = new LoopContext(source, recursion, depth, budget);
        boolean completed = false;
        while (context.hasNext()) {
            budget.step();
            Frame body = new Frame(Optional.of(frame));
            enter(body, scopes.body(loop));
            assign(loop.target(), context.next(), body);
            body.set("loop", context);
            Flow flow = run(loop.body(), body, out);
            if (flow == Flow.BREAK) {
                break;
            }
            // Jinja takes an iteration that ended early for none at all.
            completed |= flow == Flow.ON;
        }
        return completed || loop.otherwise().isEmpty()
                ? Flow.ON
                : run(loop.otherwise(), inner(frame, scopes.otherwise(loop)), out);
    }

    private Iterator<Object> tested(Stmt.For loop, Expr test, Object items, Frame frame) {
        Frame inside = inner(frame, scopes.test(loop));
        Iterator<Object> passing = SelectionFilters.filtered(
                Sequences.iterate(items),
                item -> {
                    assign(loop.target(), item, inside);
                    return Types.truth(evaluator.evaluate(test, inside));
                },
                budget);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return passing.hasNext();
            }

            @Override
            public Object next() {
                // Jinja hands on what it unpacked, not the item itself.
                return unpacked(loop.target(), passing.next());
            }
        };
    }

    private Object unpacked(Target target, Object item) {
        if (!(target instanceof Target.Unpacked unpacked)) {
            return item;
        }
        List<Object> values = Sequences.list(item, budget);
        Object[] parts = new Object[values.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = unpacked(unpacked.items().get(i), values.get(i));
        }
        return Tuple.of(parts);
    }

    private void requireNamespaces(Target target, Frame frame) {
        if (target instanceof Target.InNamespace place && !(frame.find(place.name()) instanceof Namespace)) {
            throw PyError.of(PyError.Kind.OTHER, "an attribute of '" + place.name() + "' is set, which is no namespace")
                    .at(place.place());
        } else if (target instanceof Target.Unpacked unpacked) {
            unpacked.items().forEach(t -> requireNamespaces(t, frame));
        }
    }

    private void assign(Target target, Object value, Frame frame) {
        if (target instanceof Target.Name name) {
            frame.set(name.name(), value);
        } else if (target instanceof Target.InNamespace place) {
            if (frame.find(place.name()) instanceof Namespace namespace) {
                namespace.attributes().put(place.attribute(), value);
                budget.items(namespace.attributes().size() > Budget.ITEMS ? Long.MAX_VALUE : 0);
            }
        } else if (target instanceof Target.Unpacked unpacked) {
            if (!Sequences.iterable(value)) {
                throw PyError.type("cannot unpack non-iterable " + Types.name(value) + " object")
                        .at(unpacked.place());
            }
            List<Object> values = Sequences.list(value, budget);
            int wanted = unpacked.items().size();
            if (values.size() != wanted) {
                throw PyError.value((values.size() < wanted ? "not enough" : "too many")
                                + " values to unpack (expected " + wanted + ", got " + values.size() + ")")
                        .at(unpacked.place());
            }
            for (int i = 0; i < wanted; i++) {
                assign(unpacked.items().get(i), values.get(i), frame);
            }
        }
    }

    private Flow assignBlock(Stmt.AssignBlock block, Frame frame) {
        Frame inside = inner(frame, scopes.body(block));
        StringBuilder text = new StringBuilder();
        Flow flow = run(block.body(), inside, text);
        if (flow != Flow.ON) {
            return flow;
        }
        budget.text(text.length());
        Object value = block.filter().isPresent()
                ? evaluator.filter(block.filter().get(), inside, Optional.of(text.toString()))
                : text.toString();
        assign(block.target(), value, frame);
        return Flow.ON;
    }

    private Flow filterBlock(Stmt.FilterBlock block, Frame frame, StringBuilder out) {
        Frame inside = inner(frame, scopes.body(block));
        StringBuilder text = new StringBuilder();
        Flow flow = run(block.body(), inside, text);
        if (flow == Flow.ON) {
            budget.text(text.length());
            print(evaluator.filter(block.filter(), inside, Optional.of(text.toString())), out);
        }
        return flow;
    }

    private Flow with(Stmt.With with, Frame frame, StringBuilder out) {
        Frame inside = inner(frame, scopes.body(with));
        for (int i = 0; i < with.targets().size(); i++) {
            assign(with.targets().get(i), evaluator.evaluate(with.values().get(i), frame), inside);
        }
        return run(with.body(), inside, out);
    }

    /** Calls a macro; its result is its text. */
    Object callMacro(MacroValue macro, Arguments arguments) {
        budget.enter();
        Frame frame = inner(macro.frame(), scopes.body(macro.statement()));
        bind(macro, arguments, frame);
        List<String> names = macro.parameters().names();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (Objects.requireNonNull(frame.find(name)) == Frame.MISSING) {
                Optional<Expr> standard = macro.parameters().defaultOf(i);
                frame.set(
                        name,
                        standard.isPresent()
                                ? evaluator.evaluate(standard.get(), frame)
                                : Undefined.of("parameter '" + name + "' was not provided"));
            }
        }
        StringBuilder text = new StringBuilder();
        run(body(macro.statement()), frame, text);
        budget.leave();
        budget.text(text.length());
        return text.toString();
    }

    private static List<Stmt> body(Stmt statement) {
        if (statement instanceof Stmt.Macro s) {
            return s.body();
        } else if (statement instanceof Stmt.CallBlock s) {
            return s.body();
        }
        return ((Stmt.Generation) statement).body();
    }

    private static void bind(MacroValue macro, Arguments arguments, Frame frame) {
        List<String> names = macro.parameters().names();
        List<Object> given = arguments.positional();
        Map<String, Object> named = arguments.takeNamed();
        boolean callerFound = names.contains("caller");
        for (int i = 0; i < names.size(); i++) {
            Object value = i < given.size() ? given.get(i) : named.remove(names.get(i));
            frame.set(names.get(i), value == null ? Frame.MISSING : value);
        }
        if (macro.extras().caller() && !callerFound) {
            Object caller = named.remove("caller");
            frame.set("caller", caller == null || caller == None.NONE ? Undefined.of("No caller defined") : caller);
        }
        if (macro.extras().named()) {
            Dict rest = new Dict(new Budget());
            named.forEach(rest::put);
            frame.set("kwargs", rest);
        } else if (named.containsKey("caller")) {
            throw PyError.type("macro '" + macro.name() + "' was called by a call block but uses no caller");
        } else if (!named.isEmpty()) {
            throw PyError.type("macro '" + macro.name() + "' takes no keyword argument '"
                    + named.keySet().iterator().next() + "'");
        }
        if (macro.extras().positional()) {
            frame.set("varargs", new Tuple(given.subList(Math.min(names.size(), given.size()), given.size())));
        } else if (given.size() > names.size()) {
            throw PyError.type("macro '" + macro.name() + "' takes not more than " + names.size() + " argument(s)");
        }
    }
}
