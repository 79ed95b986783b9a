package org.plumbline.core.jinja;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which of some special names statements use before they set them, in the order in which Jinja looks. */
final class AskedNames {
    private final Set<String> open;
    private final Set<String> asked = new HashSet<>();

    private AskedNames(Set<String> names) {
        open = new HashSet<>(names);
    }

    static Set<String> in(List<Stmt> statements, Set<String> names) {
        AskedNames search = new AskedNames(names);
        statements.forEach(search::visit);
        return search.asked;
    }

    private void visit(Stmt statement) {
        if (statement instanceof Stmt.Output s) {
            s.parts().forEach(this::visit);
        } else if (statement instanceof Stmt.For s) {
            set(s.target());
            visit(s.iterable());
            s.body().forEach(this::visit);
            s.otherwise().forEach(this::visit);
            s.test().ifPresent(this::visit);
        } else if (statement instanceof Stmt.If s) {
            visit(s.test());
            s.body().forEach(this::visit);
            s.elifs().forEach(this::visit);
            s.otherwise().forEach(this::visit);
        } else if (statement instanceof Stmt.Macro s) {
            visit(s.parameters(), s.body());
        } else if (statement instanceof Stmt.CallBlock s) {
            visit(s.call());
            visit(s.parameters(), s.body());
        } else if (statement instanceof Stmt.Generation s) {
            s.body().forEach(this::visit);
        } else if (statement instanceof Stmt.FilterBlock s) {
            s.body().forEach(this::visit);
            visit(s.filter());
        } else if (statement instanceof Stmt.With s) {
            s.targets().forEach(this::set);
            s.values().forEach(this::visit);
            s.body().forEach(this::visit);
        } else if (statement instanceof Stmt.Assign s) {
            set(s.target());
            visit(s.value());
        } else if (statement instanceof Stmt.AssignBlock s) {
            set(s.target());
            s.filter().ifPresent(this::visit);
            s.body().forEach(this::visit);
        }
    }

    private void visit(Stmt.Parameters parameters, List<Stmt> body) {
        parameters.names().forEach(open::remove);
        parameters.defaults().forEach(this::visit);
        body.forEach(this::visit);
    }

    private void visit(Expr expression) {
        if (expression instanceof Expr.Name name && open.contains(name.name())) {
            asked.add(name.name());
        }
        Walk.children(expression).forEach(this::visit);
    }

    private void set(Target target) {
        if (target instanceof Target.Name name) {
            open.remove(name.name());
        } else if (target instanceof Target.Unpacked unpacked) {
            unpacked.items().forEach(this::set);
        }
    }
}
